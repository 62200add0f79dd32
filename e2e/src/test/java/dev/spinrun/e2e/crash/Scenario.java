package dev.spinrun.e2e.crash;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spinrun.e2e.cluster.PlayedRun;
import java.util.function.Consumer;

/** What is done with a run from its creation to its end. */
@SuppressWarnings("ImmutableEnumChecker") // Its functions keep nothing.
enum Scenario {
  /** Nothing but what every run needs. */
  PLAIN(false, manifest -> {}),

  /**
   * A gate lets the candidates pass, what is no longer needed is dropped, and all of it at last.
   */
  GATED_AND_DELETED(
      true,
      manifest -> {
        ObjectNode spec = manifest.withObject("/spec");
        spec.withObject("/promotion").put("policy", "Gate");
        spec.withObject("/promotion/gate").put("minimumWinRate", "0.6").put("confidence", "0.95");
        spec.withObject("/retention")
            .put("checkpoints", 0)
            .put("syntheticData", "Drop")
            .put("onDelete", "Delete");
      });

  private final boolean deleted;
  private final Consumer<ObjectNode> manifest;

  Scenario(boolean deleted, Consumer<ObjectNode> manifest) {
    this.deleted = deleted;
    this.manifest = manifest;
  }

  void begin(PlayedRun run) {
    run.create(manifest);
  }

  /** Asks for what follows the last promotion. */
  void end(PlayedRun run) {
    if (deleted) {
      run.delete();
    }
  }

  boolean isDone(PlayedRun run) {
    return !deleted || run.isGone();
  }

  /** Waits until it has followed, and checks it. */
  void awaitDone(PlayedRun run) {
    if (deleted) {
      run.awaitGoneWithItsFolder();
    }
  }
}
