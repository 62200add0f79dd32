package dev.spinrun.trainer.data;

import dev.spinrun.trainer.data.PictureLoader.Outcome.Unusable;
import java.util.ArrayList;
import java.util.List;

/** Counts the examples that cannot be used, and says so once there are too many. */
public final class SkippedExamples {
  private static final int NAMES_TOLD = 5;
  private static final String ADVICE = " Mend them, take them out, or raise spec.data.maxSkipped.";

  private final String dataSet;
  private final int limit;
  private final List<String> told = new ArrayList<>();
  private int count;

  /** None yet of a data set, of which at most {@code limit} may be left out. */
  public SkippedExamples(String dataSet, int limit) {
    this.dataSet = dataSet;
    this.limit = limit;
  }

  /**
   * Compares what was left out earlier with what may be.
   *
   * @throws InvalidDataException if it is more
   */
  public static void requireAtMost(int limit, int skipped, String dataSet) {
    if (skipped > limit) {
      throw new InvalidDataException(
          "%d examples of %s cannot be used, %d may be left out; they are named in the log of the run that prepared it."
                  .formatted(skipped, dataSet, limit)
              + ADVICE);
    }
  }

  /**
   * Leaves an example out.
   *
   * @throws InvalidDataException if there are more than may be
   */
  public void add(Unusable example) {
    count++;
    if (told.size() < NAMES_TOLD) {
      told.add("%s (%s)".formatted(example.name(), example.reason()));
    }
    if (count > limit) {
      throw new InvalidDataException(
          "%d examples of %s cannot be used, %d may be left out: %s"
                  .formatted(count, dataSet, limit, names())
              + ADVICE);
    }
  }

  /** How many were left out. */
  public int count() {
    return count;
  }

  /** A sentence for the log; empty if none was left out. */
  public String summary() {
    return count == 0
        ? ""
        : "%d examples of %s were left out: %s".formatted(count, dataSet, names());
  }

  private String names() {
    return String.join("; ", told) + (count > NAMES_TOLD ? "; …" : ".");
  }
}
