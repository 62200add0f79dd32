package dev.spinrun.trainer.stage.train;

import dev.spinrun.contract.failure.StoreFailure;
import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.record.Attributes;
import dev.spinrun.contract.record.LatestCheckpoint;
import dev.spinrun.contract.record.Manifest;
import dev.spinrun.runstore.artefact.Artefacts;
import dev.spinrun.runstore.artefact.TrainingCheckpoints;
import dev.spinrun.runstore.object.StoreException;
import dev.spinrun.trainer.stage.context.StageContext;
import dev.spinrun.trainer.train.Trainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The training checkpoints of an iteration: committed below the attempt that wrote them, found by
 * all later ones.
 */
final class Checkpoints {
  private static final int MAX_POINTER_BYTES = 1 << 16;

  private final StageContext context;
  private final Artefacts artefacts;
  private final int iteration;

  Checkpoints(StageContext context) {
    this.context = context;
    this.artefacts = context.artefacts();
    this.iteration = context.plan().iteration();
  }

  /** Commits the trainer's state: files first, then the manifest, then the pointer to it. */
  void commit(Trainer trainer) {
    int step = trainer.stepsDone();
    Path folder = context.work().resolve("checkpoint");
    try {
      trainer.save(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("the checkpoint of step " + step + " cannot be written", e);
    }
    String key = context.layout().checkpoint(iteration, context.attempt(), step);
    Manifest manifest =
        Manifest.of(
            Manifest.Kind.CHECKPOINT,
            context.planDigest(),
            Map.of(Attributes.STEP, Integer.toString(step)),
            artefacts.upload(key, folder));
    String digest = artefacts.commit(key, manifest);
    context
        .store()
        .write(
            context.layout().latestCheckpoint(iteration, context.attempt()),
            Documents.write(
                new LatestCheckpoint(Documents.SCHEMA, context.planDigest(), step, digest)));
    prune();
  }

  private void prune() {
    new TrainingCheckpoints(context.store(), context.layout(), iteration)
        .keepNewest(context.attempt(), Math.max(1, context.plan().checkpointsKept()));
  }

  /**
   * Downloads the newest checkpoint of this plan that any attempt committed, or of those attempts
   * that the plan goes on from; empty if there is none.
   */
  Optional<Path> downloadNewest() {
    Optional<Found> newest =
        IntStream.rangeClosed(1, context.attempt())
            .mapToObj(this::latestOf)
            .flatMap(Optional::stream)
            .filter(this::isOurs)
            .max(Comparator.comparingLong(found -> found.pointer().step()));
    return newest.map(this::download);
  }

  private boolean isOurs(Found found) {
    Integer from = context.plan().revisionOrFirst().continueFromAttempt();
    return found.pointer().planDigest().equals(context.planDigest())
        || (from != null && found.attempt() >= from);
  }

  private Path download(Found found) {
    String key = context.layout().checkpoint(iteration, found.attempt(), found.pointer().step());
    Path folder = context.work().resolve("resume");
    artefacts.download(key, artefacts.require(key, found.pointer().manifestDigest()), folder);
    return folder;
  }

  private record Found(int attempt, LatestCheckpoint pointer) {}

  private Optional<Found> latestOf(int attempt) {
    String key = context.layout().latestCheckpoint(iteration, attempt);
    try {
      byte[] bytes = context.store().read(key, MAX_POINTER_BYTES);
      return Optional.of(new Found(attempt, Documents.read(bytes, LatestCheckpoint.class, key)));
    } catch (StoreException e) {
      if (e.kind() == StoreFailure.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
