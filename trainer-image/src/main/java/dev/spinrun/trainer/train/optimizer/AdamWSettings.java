package dev.spinrun.trainer.train.optimizer;

/**
 * Constants of the optimizer. Source: Loshchilov and Hutter, arXiv 1711.05101.
 *
 * @param firstDecay of the running mean of gradients (beta1)
 * @param secondDecay of the running mean of their squares (beta2)
 * @param weightDecay per step, times the learning rate
 * @param maxNorm gradients are scaled down to this global norm
 */
public record AdamWSettings(
    double firstDecay, double secondDecay, double weightDecay, double epsilon, double maxNorm) {
  /** Those of DiffusionDPO's train.py, which are torch's defaults with clipping at 1. */
  public static final AdamWSettings DEFAULT = new AdamWSettings(0.9, 0.999, 1e-2, 1e-8, 1);

  public AdamWSettings {
    boolean decays = firstDecay >= 0 && firstDecay < 1 && secondDecay >= 0 && secondDecay < 1;
    if (!decays || !(weightDecay >= 0) || !(epsilon > 0) || !(maxNorm > 0)) {
      throw new IllegalArgumentException(
          "AdamW needs decays in 0..1, weight decay at least 0, epsilon and norm above 0 (was %s, %s, %s, %s, %s)."
              .formatted(firstDecay, secondDecay, weightDecay, epsilon, maxNorm));
    }
  }
}
