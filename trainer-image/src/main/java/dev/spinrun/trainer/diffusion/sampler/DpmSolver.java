package dev.spinrun.trainer.diffusion.sampler;

import dev.spinrun.contract.settings.Sampler;
import dev.spinrun.trainer.diffusion.schedule.NoiseLevels;
import dev.spinrun.trainer.diffusion.schedule.NoiseSchedule;
import dev.spinrun.trainer.diffusion.schedule.SchedulerConfig;
import dev.spinrun.trainer.diffusion.schedule.SchedulerConfig.Prediction;
import dev.spinrun.trainer.diffusion.schedule.Spacing;
import dev.spinrun.trainer.model.UnusableModelException;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Script;
import dev.spinrun.trainer.tensor.ScriptCall;
import dev.spinrun.trainer.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Denoises with the line through the images predicted by the last two calls.
 *
 * <p>Source: DPM-Solver++(2M) (Lu et al., arXiv 2211.01095), algorithm 2. Mirrors: diffusers 0.32
 * schedulers/scheduling_dpmsolver_multistep.py with its defaults: midpoint, the last noise level 0,
 * so that the first and the last step are of first order. Letters: s = sigma, alpha = 1 / sqrt(s^2
 * + 1), lambda = -ln s, h its way in this step, m the image predicted.
 */
final class DpmSolver implements DiffusionSampler {
  private static final String IMAGE =
      """
        m = torch.add(torch.mul(x, ofX), torch.mul(out, ofOut))
        y = torch.add(torch.mul(x, keep), torch.mul(m, ofM))
      """;

  private static final List<String> METHODS =
      List.of(
          """
          def first(self, x: Tensor, out: Tensor, ofX: float, ofOut: float, keep: float, ofM: float) -> Tuple[Tensor, Tensor]:
          %s  return (y, m)
          """
              .formatted(IMAGE),
          """
          def second(self, x: Tensor, out: Tensor, ofX: float, ofOut: float, keep: float, ofM: float, before: Tensor, ofBefore: float) -> Tuple[Tensor, Tensor]:
          %s  return (torch.add(y, torch.mul(before, ofBefore)), m)
          """
              .formatted(IMAGE));

  private final Prediction prediction;
  private final NoiseLevels levels;
  private final Script script;

  DpmSolver(Scope scope, NoiseSchedule schedule, int steps) {
    SchedulerConfig config = schedule.config();
    this.prediction = config.prediction();
    this.levels =
        config.karrasLevels()
            ? NoiseLevels.karras(schedule, steps).toldWhole()
            : NoiseLevels.at(schedule, timesteps(config, steps));
    requireFalling(steps);
    this.script = Script.compile(scope, METHODS);
  }

  /** All but the last of one more: diffusers counts the end too, unless it counts from above. */
  private static float[] timesteps(SchedulerConfig config, int steps) {
    Spacing spacing = config.spacingFor(Sampler.DPM_SOLVER);
    int counted = spacing == Spacing.TRAILING ? steps : steps + 1;
    float[] all = spacing.wholeTimesteps(config.timesteps(), counted, config.stepsOffset());
    return Arrays.copyOf(all, steps);
  }

  /** Two equal levels would divide by 0. */
  private void requireFalling(int steps) {
    for (int i = 0; i < steps; i++) {
      if (!(levels.sigmas()[i] > levels.sigmas()[i + 1])) {
        throw new UnusableModelException(
            "The noise schedule of this model is too short for %d falling levels of DpmSolver. Lower generate.steps."
                .formatted(steps));
      }
    }
  }

  @Override
  public float[] timesteps() {
    return levels.timesteps().clone();
  }

  @Override
  public Trajectory step(
      Scope scope, int call, Trajectory from, Tensor predicted, BatchNoise noise) {
    float[] sigmas = levels.sigmas();
    double now = sigmas[call];
    double next = sigmas[call + 1];
    double way = Math.log(now) - Math.log(next);
    double keep = next * alpha(next) / (now * alpha(now));
    double ofImage = -alpha(next) * Math.expm1(-way);
    boolean second = !from.memory().isEmpty() && next > 0;
    double share = second ? way / (2 * (Math.log(sigmas[call - 1]) - Math.log(now))) : 0;
    boolean velocity = prediction == Prediction.VELOCITY;
    ScriptCall solve =
        script
            .call(second ? "second" : "first")
            .tensor(from.latents())
            .tensor(predicted)
            .number(velocity ? alpha(now) : 1 / alpha(now))
            .number(velocity ? -now * alpha(now) : -now)
            .number(keep)
            .number(ofImage * (1 + share));
    if (second) {
      solve.tensor(from.memory().get(0)).number(-ofImage * share);
    }
    List<Tensor> solved = solve.tuple(scope);
    return new Trajectory(solved.get(0), List.of(solved.get(1)));
  }

  private static double alpha(double sigma) {
    return 1 / Math.sqrt(sigma * sigma + 1);
  }
}
