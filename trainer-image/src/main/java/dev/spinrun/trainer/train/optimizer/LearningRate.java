package dev.spinrun.trainer.train.optimizer;

import dev.spinrun.contract.settings.Schedule;

/**
 * The learning rate of each optimizer step: a linear rise, then a constant or a fall to 0.
 *
 * <p>Mirrors: diffusers 0.32 optimization.py after the warm-up. Differs: step s of the warm-up (0-
 * based) has (s + 1) / warmup of the peak, where diffusers has s / warmup and wastes its first step
 * at 0.
 *
 * @param warmup steps of the rise
 * @param total steps of the whole course
 * @param schedule the course after the warm-up
 */
public record LearningRate(double peak, int warmup, int total, Schedule schedule) {
  public LearningRate {
    if (!(peak > 0) || Double.isInfinite(peak) || warmup < 0 || total < 1) {
      throw new IllegalArgumentException(
          "A learning rate needs a peak above 0, a warm-up of at least 0 and a total of at least 1 step (was %s, %d and %d)."
              .formatted(peak, warmup, total));
    }
  }

  /** The rate of a 0-based step. */
  public double at(int step) {
    if (step < warmup) {
      return peak * (step + 1) / warmup;
    }
    double progress = (double) (step - warmup) / Math.max(1, total - warmup);
    return switch (schedule) {
      case CONSTANT -> peak;
      case LINEAR -> peak * Math.max(0, 1 - progress);
      case COSINE -> peak * Math.max(0, 0.5 * (1 + Math.cos(Math.PI * progress)));
    };
  }
}
