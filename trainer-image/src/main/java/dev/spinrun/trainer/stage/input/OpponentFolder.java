package dev.spinrun.trainer.stage.input;

import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.plan.Predecessor;
import dev.spinrun.contract.record.Manifest;
import dev.spinrun.contract.record.OpponentRecord;
import dev.spinrun.runstore.artefact.Artefacts;
import dev.spinrun.trainer.stage.context.StageContext;
import java.nio.file.Path;

/** Promoted checkpoints on the local disk, each file verified. */
public final class OpponentFolder {
  private static final int MAX_RECORD_BYTES = 1 << 20;
  private static final String UNET = "unet/";

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

  /** The record of the opponent of this iteration, which is at least 1. */
  static OpponentRecord record(StageContext context, int iteration) {
    String key = context.layout().opponent(iteration - 1);
    return Documents.read(context.store().read(key, MAX_RECORD_BYTES), OpponentRecord.class, key);
  }

  /** Downloads the UNet of an earlier iteration's opponent: all else of a model stays the same. */
  public static Path downloadUnet(StageContext context, int iteration) {
    OpponentRecord record = record(context, iteration);
    Artefacts artefacts = context.artefacts();
    Manifest manifest = artefacts.require(record.candidate(), record.candidateDigest());
    Path folder = context.work().resolve("opponent-%04d".formatted(iteration));
    manifest.files().stream()
        .filter(file -> file.path().startsWith(UNET))
        .forEach(file -> artefacts.download(record.candidate(), file, folder.resolve(file.path())));
    return folder.resolve(UNET);
  }
}
