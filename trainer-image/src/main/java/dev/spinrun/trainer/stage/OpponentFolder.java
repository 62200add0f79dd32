package dev.spinrun.trainer.stage;

import dev.spinrun.contract.plan.Predecessor;
import dev.spinrun.contract.record.Manifest;
import dev.spinrun.runstore.artefact.Artefacts;
import java.nio.file.Path;

/** Promoted checkpoints on the local disk, each file verified. */
final class OpponentFolder {
  private OpponentFolder() {}

  /** Downloads the diffusers folder of the plan's opponent and returns where it lies. */
  static Path download(StageContext context) {
    Predecessor opponent = context.plan().requireOpponent();
    Artefacts artefacts = context.artefacts();
    Manifest manifest = artefacts.require(opponent.candidate(), opponent.candidateDigest());
    Path folder = context.work().resolve("opponent");
    artefacts.download(opponent.candidate(), manifest, folder);
    return folder;
  }
}
