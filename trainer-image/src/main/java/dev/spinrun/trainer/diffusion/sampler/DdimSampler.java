package dev.spinrun.trainer.diffusion.sampler;

import dev.spinrun.contract.settings.Sampler;
import dev.spinrun.trainer.diffusion.schedule.NoiseSchedule;
import dev.spinrun.trainer.diffusion.schedule.SchedulerConfig;
import dev.spinrun.trainer.diffusion.schedule.SchedulerConfig.Prediction;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Script;
import dev.spinrun.trainer.tensor.ScriptCall;
import dev.spinrun.trainer.tensor.Tensor;
import java.util.List;

/**
 * Denoises straight to the image predicted, and adds noise of the next level back.
 *
 * <p>Source: DDIM (Song et al., arXiv 2010.02502), eq. 12 and 16. Mirrors: diffusers 0.32
 * schedulers/scheduling_ddim.py, step; as there a step leads one stride down, also where the
 * spacing is not in strides. Letters of the script: a = sqrt(alphaBar) and a1 = sqrt(1 - alphaBar)
 * at the timestep, p and p1 the same at the one that the step leads to, s = sigma, the part of the
 * noise that is drawn anew.
 */
final class DdimSampler implements DiffusionSampler {
  private static final String STEP =
      """
      def %s(self, x: Tensor, out: Tensor, a: float, a1: float, p: float, p1: float, clip: float%s) -> Tensor:
        x0 = %s
        e = %s
        x0 = torch.clamp(x0, torch.neg(clip), clip)
        y = torch.add(torch.mul(x0, p), torch.mul(e, p1))
        return %s
      """;

  private static final List<String> METHODS =
      List.of(
          epsilon("epsilon", "", "y"),
          velocity("velocity", "", "y"),
          epsilon("epsilonAnew", ", z: Tensor, s: float", "torch.add(y, torch.mul(z, s))"),
          velocity("velocityAnew", ", z: Tensor, s: float", "torch.add(y, torch.mul(z, s))"));

  private final NoiseSchedule schedule;
  private final double eta;
  private final Script script;
  private final float[] timesteps;
  private final int stride;

  DdimSampler(Scope scope, NoiseSchedule schedule, int steps, double eta) {
    this.schedule = schedule;
    this.eta = eta;
    this.script = Script.compile(scope, METHODS);
    this.stride = schedule.timesteps() / steps;
    SchedulerConfig config = schedule.config();
    this.timesteps =
        config
            .spacingFor(Sampler.DDIM)
            .wholeTimesteps(schedule.timesteps(), steps, config.stepsOffset());
  }

  private static String epsilon(String name, String more, String result) {
    return STEP.formatted(
        name, more, "torch.div(torch.sub(x, torch.mul(out, a1)), a)", "out", result);
  }

  private static String velocity(String name, String more, String result) {
    return STEP.formatted(
        name,
        more,
        "torch.sub(torch.mul(x, a), torch.mul(out, a1))",
        "torch.add(torch.mul(out, a), torch.mul(x, a1))",
        result);
  }

  @Override
  public float[] timesteps() {
    return timesteps.clone();
  }

  @Override
  public Trajectory step(
      Scope scope, int call, Trajectory from, Tensor predicted, BatchNoise noise) {
    int now = (int) timesteps[call];
    int next = now - stride;
    SchedulerConfig config = schedule.config();
    String method = config.prediction() == Prediction.EPSILON ? "epsilon" : "velocity";
    ScriptCall step =
        script
            .call(eta > 0 ? method + "Anew" : method)
            .tensor(from.latents())
            .tensor(predicted)
            .number(schedule.signal(now))
            .number(schedule.noise(now))
            .number(schedule.signal(next));
    double clip = config.clipSample() ? config.clipRange() : Double.POSITIVE_INFINITY;
    if (eta == 0) {
      return Trajectory.at(step.number(schedule.noise(next)).number(clip).one(scope));
    }
    double alphaBar = schedule.alphaBar(now);
    double alphaBarNext = schedule.alphaBar(next);
    double anew =
        eta * Math.sqrt((1 - alphaBarNext) / (1 - alphaBar) * (1 - alphaBar / alphaBarNext));
    double kept = Math.sqrt(1 - alphaBarNext - anew * anew);
    try (Tensor drawn = noise.ofStep(scope, call)) {
      return Trajectory.at(step.number(kept).number(clip).tensor(drawn).number(anew).one(scope));
    }
  }
}
