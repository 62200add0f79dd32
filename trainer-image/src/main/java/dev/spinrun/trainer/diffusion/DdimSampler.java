package dev.spinrun.trainer.diffusion;

import dev.spinrun.trainer.diffusion.SchedulerConfig.Prediction;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Script;
import dev.spinrun.trainer.tensor.Tensor;
import java.util.List;

/**
 * Denoises without randomness, in fewer steps than the model was trained with.
 *
 * <p>Source: DDIM (Song et al., arXiv 2010.02502), eq. 12 with sigma 0. Mirrors: diffusers 0.32
 * schedulers/scheduling_ddim.py, step, with leading spacing. Letters: a = alphaBar at the timestep,
 * p = alphaBar at the one that the step leads to.
 */
public final class DdimSampler {
  private static final String STEP =
      """
      def %s(self, x: Tensor, out: Tensor, a: float, a1: float, p: float, p1: float, clip: float) -> Tensor:
        x0 = %s
        e = %s
        x0 = torch.clamp(x0, torch.neg(clip), clip)
        return torch.add(torch.mul(x0, p), torch.mul(e, p1))
      """;

  private static final List<String> METHODS =
      List.of(
          STEP.formatted("epsilon", "torch.div(torch.sub(x, torch.mul(out, a1)), a)", "out"),
          STEP.formatted(
              "velocity",
              "torch.sub(torch.mul(x, a), torch.mul(out, a1))",
              "torch.add(torch.mul(out, a), torch.mul(x, a1))"));

  private final NoiseSchedule schedule;
  private final Script script;
  private final int[] timesteps;
  private final int stride;

  /**
   * A sampler with this many steps; its scripts live as long as the scope.
   *
   * @param steps at least 1, at most the number of timesteps
   */
  public DdimSampler(Scope scope, NoiseSchedule schedule, int steps) {
    if (steps < 1 || steps > schedule.timesteps()) {
      throw new IllegalArgumentException(
          "A sampler takes 1 to %d steps (asked for %d).".formatted(schedule.timesteps(), steps));
    }
    this.schedule = schedule;
    this.script = Script.compile(scope, METHODS);
    this.stride = schedule.timesteps() / steps;
    this.timesteps = new int[steps];
    for (int i = 0; i < steps; i++) {
      int timestep = (steps - 1 - i) * stride + schedule.config().stepsOffset();
      timesteps[i] = Math.min(timestep, schedule.timesteps() - 1);
    }
  }

  /** The timestep of each step, falling. */
  public int[] timesteps() {
    return timesteps.clone();
  }

  /**
   * The latents after one step, in the given scope.
   *
   * @param step 0-based index into {@link #timesteps}
   * @param predicted what the model says about the latents at that timestep
   */
  public Tensor step(Scope scope, int step, Tensor latents, Tensor predicted) {
    int now = timesteps[step];
    int next = now - stride;
    SchedulerConfig config = schedule.config();
    return script
        .call(config.prediction() == Prediction.EPSILON ? "epsilon" : "velocity")
        .tensor(latents)
        .tensor(predicted)
        .number(schedule.signal(now))
        .number(schedule.noise(now))
        .number(schedule.signal(next))
        .number(schedule.noise(next))
        .number(config.clipSample() ? config.clipRange() : Double.POSITIVE_INFINITY)
        .one(scope);
  }
}
