package dev.spinrun.trainer.loss;

/** What an iteration learns from. */
public sealed interface Objective {
  /**
   * Prefer one image of a pair to the other, relative to a frozen reference. In SPIN-Diffusion the
   * preferred one is real and the rejected one the opponent's.
   *
   * @param beta weight on per-element means of squared errors, above 0
   * @param sftWeight adds this much of the denoising loss of the preferred image; 0 is the paper
   */
  record Preference(double beta, double sftWeight) implements Objective {
    public Preference {
      if (!(beta > 0) || !(sftWeight >= 0) || Double.isInfinite(beta + sftWeight)) {
        throw new IllegalArgumentException(
            "beta must be above 0 and sftWeight at least 0 (was %s and %s)."
                .formatted(beta, sftWeight));
      }
    }
  }

  /** Predict the noise of the real image: supervised fine-tuning. */
  record Denoising() implements Objective {}

  /** Images per example: 2 for pairs. */
  default int imagesPerExample() {
    return this instanceof Preference ? 2 : 1;
  }
}
