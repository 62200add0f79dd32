package dev.spinrun.trainer.train;

import dev.spinrun.contract.plan.Reading;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The examples of a data set that an iteration's training reads, in ascending order: known before
 * it begins, since the order is a function of seed and settings.
 */
public final class ExamplesRead {
  private final int[] ascending;

  private ExamplesRead(BitSet numbers) {
    this.ascending = numbers.stream().toArray();
  }

  /**
   * Those at the places of all its steps.
   *
   * @param examples in the data set
   * @param neighbours how many of them are read together
   */
  public static ExamplesRead of(Reading reading, int examples, int neighbours) {
    return new ExamplesRead(numbers(List.of(reading), examples, neighbours));
  }

  /** Those that at least one of these trainings reads. */
  public static BitSet numbers(List<Reading> readings, int examples, int neighbours) {
    BitSet numbers = new BitSet(examples);
    for (Reading reading : readings) {
      if (reading.readsAll(examples)) {
        numbers.set(0, examples);
      } else {
        DataOrder order = new DataOrder(reading, examples, neighbours);
        IntStream.range(0, Math.toIntExact(reading.examples()))
            .map(order::exampleAt)
            .forEach(numbers::set);
      }
    }
    return numbers;
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
