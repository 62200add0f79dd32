package dev.spinrun.trainer.stage.input;

import dev.spinrun.contract.plan.Predecessor;
import dev.spinrun.contract.record.Manifest;
import dev.spinrun.runstore.artefact.Artefacts;
import dev.spinrun.trainer.stage.context.StageContext;
import java.nio.file.Path;

/** Promoted checkpoints on the local disk, each file verified. */
public final class OpponentFolder {
  private OpponentFolder() {}

  /** Downloads the diffusers folder of the plan's opponent and returns where it lies. */
  public static Path download(StageContext context) {
    Predecessor opponent = context.plan().requireOpponent();
    Artefacts artefacts = context.artefacts();
    Manifest manifest = artefacts.require(opponent.candidate(), opponent.candidateDigest());
    Path folder = context.work().resolve("opponent");
    artefacts.download(opponent.candidate(), manifest, folder);
    return folder;
  }
}
