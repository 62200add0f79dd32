package dev.spinrun.trainer.diffusion.sampler;

import dev.spinrun.contract.settings.Sampler;
import dev.spinrun.trainer.diffusion.schedule.NoiseSchedule;
import dev.spinrun.trainer.diffusion.schedule.SchedulerConfig;
import dev.spinrun.trainer.diffusion.schedule.SchedulerConfig.Prediction;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Denoises with the mean slope of the last calls, weighted as by Adams and Bashforth; the first
 * step is made twice, the second time with the mean of the predictions at both of its ends.
 *
 * <p>Source: PNDM (Liu et al., arXiv 2202.09778), eq. 9 and 12. Mirrors: diffusers 0.32
 * schedulers/scheduling_pndm.py with skip_prk_steps, as in Stable Diffusion; as there a step leads
 * one stride down, also where the spacing is not in strides. Letters: a = alphaBar at the timestep,
 * p = alphaBar at the one that the step leads to.
 */
final class PndmSampler implements DiffusionSampler {
  private static final double[][] WEIGHTS = {
    {1},
    {3 / 2.0, -1 / 2.0},
    {23 / 12.0, -16 / 12.0, 5 / 12.0},
    {55 / 24.0, -59 / 24.0, 37 / 24.0, -9 / 24.0}
  };

  private static final double[] MEAN = {1 / 2.0, 1 / 2.0};

  private final NoiseSchedule schedule;
  private final float[] timesteps;
  private final int stride;
  private final WeightedSum sum;

  PndmSampler(Scope scope, NoiseSchedule schedule, int steps) {
    this.schedule = schedule;
    this.stride = schedule.timesteps() / steps;
    this.sum = new WeightedSum(scope, WEIGHTS.length + 1);
    SchedulerConfig config = schedule.config();
    float[] once =
        config
            .spacingFor(Sampler.PNDM)
            .wholeTimesteps(schedule.timesteps(), steps, config.stepsOffset());
    this.timesteps = new float[steps == 1 ? 1 : steps + 1];
    for (int call = 0; call < timesteps.length; call++) {
      timesteps[call] = once[call < 2 ? call : call - 1];
    }
  }

  @Override
  public float[] timesteps() {
    return timesteps.clone();
  }

  @Override
  public Trajectory step(
      Scope scope, int call, Trajectory from, Tensor predicted, BatchNoise noise) {
    int now = (int) timesteps[call];
    if (call == 1) {
      Tensor first = scope.keep(from.memory().get(0));
      Tensor start = from.memory().get(1);
      int before = Math.min(now + stride, schedule.timesteps() - 1);
      Tensor again = move(scope, before, now, start, List.of(predicted, first), MEAN);
      return new Trajectory(again, List.of(first));
    }
    List<Tensor> slopes = new ArrayList<>(List.of(scope.keep(predicted)));
    from.memory().forEach(slope -> slopes.add(scope.keep(slope)));
    Tensor next =
        move(scope, now, now - stride, from.latents(), slopes, WEIGHTS[slopes.size() - 1]);
    if (call == 0) {
      return new Trajectory(next, List.of(predicted, scope.keep(from.latents())));
    }
    return new Trajectory(next, slopes.subList(0, Math.min(slopes.size(), WEIGHTS.length - 1)));
  }

  private Tensor move(
      Scope scope, int now, int next, Tensor latents, List<Tensor> slopes, double[] weights) {
    double a = schedule.alphaBar(now);
    double p = schedule.alphaBar(next);
    double ofLatents = Math.sqrt(p / a);
    double ofSlope = (a - p) / (a * Math.sqrt(1 - p) + Math.sqrt(a * (1 - a) * p));
    if (schedule.config().prediction() == Prediction.VELOCITY) {
      // e = sqrt(a) v + sqrt(1 - a) x, put into the formula for e.
      ofLatents += ofSlope * Math.sqrt(1 - a);
      ofSlope *= Math.sqrt(a);
    }
    List<Tensor> terms = new ArrayList<>(List.of(latents));
    terms.addAll(slopes);
    double[] factors = new double[terms.size()];
    factors[0] = ofLatents;
    for (int i = 0; i < weights.length; i++) {
      factors[i + 1] = ofSlope * weights[i];
    }
    return sum.of(scope, terms, factors);
  }
}
