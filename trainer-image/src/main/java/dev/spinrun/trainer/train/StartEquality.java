package dev.spinrun.trainer.train;

import dev.spinrun.trainer.loss.Objective.Preference;
import dev.spinrun.trainer.nn.Precision;

/**
 * The preference loss of a training's first step, where model and reference have the same weights.
 *
 * <p>Their predictions may still differ by rounding, since a library may choose other kernels where
 * gradients are recorded. With relative differences d of N independent elements, a mean squared
 * error of about 1 is off by 2 d / sqrt(N) on average, and by d^2 at the most if they all have one
 * sign. The margin u is beta / 2 times what the errors of two images are off.
 */
record StartEquality(Preference objective, Precision precision, long elements) {
  /** Of sums that differ in their order, in fp32: their rounding adds up over the network. */
  private static final double FULL_GROWTH = 128;

  /** In half precision most sums are fp32 inside, and what is rounded is their result. */
  private static final double HALF_GROWTH = 4;

  /** Six times what is off on average: nobody sees more by chance. */
  private static final double DEVIATIONS = 6;

  /** Of the mean in fp32 of one number that all pairs have, relative. */
  private static final double MEAN = 1e-6;

  /** The loss of equal models. */
  double due() {
    return objective.shape().atEquality(objective.beta());
  }

  /** How far the loss of equal models may be from that. */
  double tolerance() {
    double d = precision.roundoff() * (precision.isHalf() ? HALF_GROWTH : FULL_GROWTH);
    double error = DEVIATIONS * Math.sqrt(2) * 2 * d / Math.sqrt((double) elements) + d * d;
    double margin = objective.beta() / 2 * error;
    return off(margin) + off(-margin) + MEAN * due();
  }

  private double off(double margin) {
    return Math.max(0, objective.shape().at(margin, objective.beta()) - due());
  }

  /**
   * Compares the loss that was measured.
   *
   * @throws UnequalStartException if the models cannot have been equal
   */
  void require(double preference) {
    if (Math.abs(preference - due()) > tolerance()) {
      throw new UnequalStartException(preference, objective.shape().start(), due());
    }
  }
}
