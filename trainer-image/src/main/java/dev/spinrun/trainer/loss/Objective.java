package dev.spinrun.trainer.loss;

import dev.spinrun.trainer.diffusion.schedule.NoiseSchedule;
import org.jspecify.annotations.Nullable;

/** What an iteration learns from. */
public sealed interface Objective {
  /**
   * Prefer one image of a pair to the other, relative to a frozen reference. In SPIN-Diffusion the
   * preferred one is real and the rejected one the opponent's.
   *
   * @param shape how the loss of a pair falls with its margin
   * @param beta weight on per-element means of squared errors, above 0
   * @param sftWeight adds this much of the denoising loss of the preferred image; 0 is the paper
   */
  record Preference(LossShape shape, double beta, double sftWeight) implements Objective {
    public Preference {
      if (!(beta > 0) || !(sftWeight >= 0) || Double.isInfinite(beta + sftWeight)) {
        throw new IllegalArgumentException(
            "beta must be above 0 and sftWeight at least 0 (was %s and %s)."
                .formatted(beta, sftWeight));
      }
    }

    /** The sigmoid loss of the paper. */
    public Preference(double beta, double sftWeight) {
      this(LossShape.SIGMOID, beta, sftWeight);
    }
  }

  /**
   * Predict the noise of the real image: supervised fine-tuning.
   *
   * @param snrGamma most that an image counts by its signal-to-noise ratio; absent: all count alike
   */
  record Denoising(@Nullable Double snrGamma) implements Objective {
    public Denoising {
      if (snrGamma != null && !(snrGamma > 0)) {
        throw new IllegalArgumentException("snrGamma must be above 0 (was " + snrGamma + ").");
      }
    }

    /** All timesteps count alike. */
    public Denoising() {
      this(null);
    }

    /** How much the error of an image at a timestep counts. */
    public double weight(NoiseSchedule schedule, int timestep) {
      return snrGamma == null ? 1 : MinSnr.weight(schedule, timestep, snrGamma);
    }
  }

  /** Images per example: 2 for pairs. */
  default int imagesPerExample() {
    return this instanceof Preference ? 2 : 1;
  }
}
