package dev.spinrun.trainer.diffusion.sampler;

import dev.spinrun.contract.settings.Sampler;
import dev.spinrun.trainer.diffusion.schedule.NoiseLevels;
import dev.spinrun.trainer.diffusion.schedule.NoiseSchedule;
import dev.spinrun.trainer.diffusion.schedule.SchedulerConfig;
import dev.spinrun.trainer.diffusion.schedule.SchedulerConfig.Prediction;
import dev.spinrun.trainer.diffusion.schedule.Spacing;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Tensor;
import java.util.List;

/**
 * Follows the slope at each noise level to the next one, on latents x + sigma noise.
 *
 * <p>Source: Karras et al., arXiv 2206.00364, algorithm 1. Mirrors: diffusers 0.32
 * schedulers/scheduling_euler_discrete.py without churn. Letters: s = sigma; slope e, or (v + s x /
 * sqrt(s^2 + 1)) / sqrt(s^2 + 1) of a predicted velocity.
 */
final class EulerSampler implements DiffusionSampler {
  private final Prediction prediction;
  private final Spacing spacing;
  private final NoiseLevels levels;
  private final WeightedSum sum;

  EulerSampler(Scope scope, NoiseSchedule schedule, int steps) {
    SchedulerConfig config = schedule.config();
    this.prediction = config.prediction();
    this.spacing = config.spacingFor(Sampler.EULER);
    this.levels =
        config.karrasLevels()
            ? NoiseLevels.karras(schedule, steps)
            : NoiseLevels.at(
                schedule, spacing.timesteps(schedule.timesteps(), steps, config.stepsOffset()));
    this.sum = new WeightedSum(scope, 2);
  }

  @Override
  public float[] timesteps() {
    return levels.timesteps().clone();
  }

  /**
   * Leading spacing begins below the highest level, where the image's own variance still counts.
   */
  @Override
  public double initialScale() {
    double first = levels.sigmas()[0];
    return spacing == Spacing.LEADING ? Math.sqrt(first * first + 1) : first;
  }

  @Override
  public double inputScale(int call) {
    return 1 / length(call);
  }

  @Override
  public Trajectory step(
      Scope scope, int call, Trajectory from, Tensor predicted, BatchNoise noise) {
    double sigma = levels.sigmas()[call];
    double way = levels.sigmas()[call + 1] - sigma;
    double ofLatents = 1;
    double ofPredicted = way;
    if (prediction == Prediction.VELOCITY) {
      ofPredicted = way / length(call);
      ofLatents = 1 + ofPredicted * sigma / length(call);
    }
    return Trajectory.at(sum.of(scope, List.of(from.latents(), predicted), ofLatents, ofPredicted));
  }

  /** sqrt(sigma^2 + 1): what scales such latents to the model's variance. */
  private double length(int call) {
    double sigma = levels.sigmas()[call];
    return Math.sqrt(sigma * sigma + 1);
  }
}
