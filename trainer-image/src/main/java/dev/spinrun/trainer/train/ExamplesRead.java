package dev.spinrun.trainer.train;

import java.util.stream.IntStream;

/**
 * The examples of a data set that an iteration's training reads, in ascending order: known before
 * it begins, since the order is a function of seed and settings.
 */
public final class ExamplesRead {
  private final int[] ascending;

  private ExamplesRead(int[] ascending) {
    this.ascending = ascending;
  }

  /**
   * Those at the places of all its steps.
   *
   * @param examples in the data set
   * @param neighbours how many of them are read together
   */
  public static ExamplesRead of(TrainingSettings settings, int examples, int neighbours) {
    if (settings.train().readsAll(examples)) {
      return new ExamplesRead(IntStream.range(0, examples).toArray());
    }
    DataOrder order = new DataOrder(settings, examples, neighbours);
    return new ExamplesRead(
        IntStream.range(0, Math.toIntExact(settings.train().examplesSeen()))
            .map(order::exampleAt)
            .sorted()
            .toArray());
  }

  /** How many there are. */
  public int size() {
    return ascending.length;
  }

  /** The example with a rank in 0 to size - 1. */
  public int example(int rank) {
    return ascending[rank];
  }
}
