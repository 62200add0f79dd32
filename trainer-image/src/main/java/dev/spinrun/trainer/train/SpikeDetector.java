package dev.spinrun.trainer.train;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;

/**
 * Notices a number that is far above those before it. The median of a window is the measure: unlike
 * a mean it does not rise with the spikes themselves.
 */
public final class SpikeDetector {
  private final int window;
  private final double factor;
  private final Deque<Double> recent = new ArrayDeque<>();

  /**
   * A detector.
   *
   * @param window how many of the last numbers are compared with; a quarter of them must have been
   *     seen before anything is a spike
   * @param factor how many times their median a spike is, at least
   */
  public SpikeDetector(int window, double factor) {
    this.window = window;
    this.factor = factor;
  }

  /** Takes the next number; if it is a spike, the median that it exceeds. */
  public OptionalDouble see(double number) {
    double median = recent.stream().sorted().skip(recent.size() / 2).findFirst().orElse(0.0);
    boolean spike = recent.size() >= window / 4 && median > 0 && number > factor * median;
    recent.addLast(number);
    if (recent.size() > window) {
      recent.removeFirst();
    }
    return spike ? OptionalDouble.of(median) : OptionalDouble.empty();
  }
}
