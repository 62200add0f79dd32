package dev.spinrun.trainer.report;

import java.util.Arrays;

/** Plain statistics of a sample. */
final class Statistics {
  private Statistics() {}

  /** Arithmetic mean of at least one value. */
  static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow(() -> empty());
  }

  /** Middle value; of an even number of values the mean of the two in the middle. */
  static double median(double[] values) {
    if (values.length == 0) {
      throw empty();
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /**
   * Value below which {@code share} of the sorted values lie, interpolated as numpy does by
   * default.
   */
  static double quantile(double[] sorted, double share) {
    double position = share * (sorted.length - 1);
    int below = (int) Math.floor(position);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  private static IllegalArgumentException empty() {
    return new IllegalArgumentException("a sample needs at least one value");
  }
}
