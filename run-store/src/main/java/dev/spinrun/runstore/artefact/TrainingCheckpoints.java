package dev.spinrun.runstore.artefact;

import dev.spinrun.contract.layout.RunLayout;
import dev.spinrun.contract.layout.RunLayout.CheckpointKey;
import dev.spinrun.runstore.object.ObjectStore;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The training checkpoints of an iteration, and how many of them are kept. */
public final class TrainingCheckpoints {
  private static final Comparator<CheckpointKey> OLDEST_FIRST =
      Comparator.comparingLong(CheckpointKey::step).thenComparingInt(CheckpointKey::attempt);

  private final ObjectStore store;
  private final RunLayout layout;
  private final int iteration;

  /** Those of this iteration of this run. */
  public TrainingCheckpoints(ObjectStore store, RunLayout layout, int iteration) {
    this.store = store;
    this.layout = layout;
    this.iteration = iteration;
  }

  /** Deletes all of one attempt but the newest: of other attempts a pod must not delete any. */
  public void keepNewest(int attempt, int count) {
    deleteAllBut(count, below(layout.training(iteration, attempt)));
  }

  /** Deletes all of the iteration but the newest, once no pod trains any more. */
  public void keepNewest(int count) {
    deleteAllBut(count, below(layout.trainings(iteration)));
  }

  private void deleteAllBut(int count, List<CheckpointKey> oldestFirst) {
    oldestFirst
        .subList(0, Math.max(0, oldestFirst.size() - count))
        .forEach(c -> store.deleteFolder(layout.checkpoint(iteration, c.attempt(), c.step())));
  }

  private List<CheckpointKey> below(String folder) {
    return store.list(folder + "/").stream()
        .map(o -> layout.checkpointOf(iteration, o.key()))
        .flatMap(Optional::stream)
        .distinct()
        .sorted(OLDEST_FIRST)
        .toList();
  }
}
