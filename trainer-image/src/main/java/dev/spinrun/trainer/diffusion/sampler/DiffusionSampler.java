package dev.spinrun.trainer.diffusion.sampler;

import dev.spinrun.trainer.diffusion.schedule.NoiseSchedule;
import dev.spinrun.trainer.model.UnusableModelException;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Tensor;

/** A way from noise to latents. Immutable: what a draw remembers is in its trajectory. */
sealed interface DiffusionSampler permits DdimSampler, PndmSampler, DpmSolver, EulerSampler {
  /**
   * The sampler of these settings; its scripts live as long as the scope.
   *
   * @throws UnusableModelException if the model's schedule cannot be sampled that way
   */
  static DiffusionSampler of(Scope scope, NoiseSchedule schedule, SamplingSettings settings) {
    schedule.config().requireFits(settings.sampler());
    int steps = settings.steps();
    if (steps > schedule.timesteps()) {
      throw new UnusableModelException(
          "A sampler of this model takes 1 to %d steps (asked for %d). Lower generate.steps."
              .formatted(schedule.timesteps(), steps));
    }
    return switch (settings.sampler()) {
      case DDIM -> new DdimSampler(scope, schedule, steps, settings.eta());
      case PNDM -> new PndmSampler(scope, schedule, steps);
      case DPM_SOLVER -> new DpmSolver(scope, schedule, steps);
      case EULER -> new EulerSampler(scope, schedule, steps);
    };
  }

  /** The timestep of each call of the model, falling; some lie between two of the schedule. */
  float[] timesteps();

  /** Standard deviation of the noise that a draw begins with. */
  default double initialScale() {
    return 1;
  }

  /** Factor of the latents that the model is shown in a call. */
  default double inputScale(int call) {
    return 1;
  }

  /**
   * Where a call of the model leads, in the given scope.
   *
   * <p>What is remembered of the former state and of the prediction is moved into that scope.
   *
   * @param call 0-based index into {@link #timesteps}
   * @param predicted what the model says about the latents, scaled for it, at that timestep
   */
  Trajectory step(Scope scope, int call, Trajectory from, Tensor predicted, BatchNoise noise);
}
