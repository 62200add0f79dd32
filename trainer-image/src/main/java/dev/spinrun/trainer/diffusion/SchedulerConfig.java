package dev.spinrun.trainer.diffusion;

import dev.spinrun.trainer.model.ConfigReader;
import java.nio.file.Path;
import java.util.List;

/**
 * The noise schedule that a model was trained with. Source: diffusers' scheduler_config.json,
 * whichever scheduler wrote it: the fields about noise are common to all.
 *
 * @param timesteps number of noise levels
 * @param alphaBarAfterLast what the last denoising step leads to
 * @param stepsOffset added to each timestep of the leading spacing
 * @param clipSample whether the estimated image is cut to [-range, range] in each step
 */
public record SchedulerConfig(
    int timesteps,
    double betaStart,
    double betaEnd,
    BetaSchedule betaSchedule,
    Prediction prediction,
    AlphaBarAfterLast alphaBarAfterLast,
    int stepsOffset,
    boolean clipSample,
    double clipRange) {
  /** How beta rises over the timesteps. */
  public enum BetaSchedule {
    LINEAR,
    /** The square root of beta is linear (Stable Diffusion). */
    SCALED_LINEAR
  }

  /** What the model predicts. */
  public enum Prediction {
    /** The noise. */
    EPSILON,
    /** sqrt(alphaBar) noise - sqrt(1 - alphaBar) image (Salimans and Ho, arXiv 2202.00512). */
    VELOCITY
  }

  /** The share of signal that the last denoising step leads to. */
  public enum AlphaBarAfterLast {
    ONE,
    /** That of timestep 0. */
    FIRST
  }

  /** Fields of some scheduler that concern only its own way of sampling. */
  private static final List<String> OTHER_SAMPLERS =
      List.of(
          "algorithm_type",
          "dynamic_thresholding_ratio",
          "euler_at_final",
          "final_sigmas_type",
          "interpolation_type",
          "lambda_min_clipped",
          "lower_order_final",
          "sample_max_value",
          "sigma_max",
          "sigma_min",
          "skip_prk_steps",
          "solver_order",
          "solver_type",
          "timestep_type",
          "use_beta_sigmas",
          "use_exponential_sigmas",
          "use_karras_sigmas",
          "use_lu_lambdas",
          "variance_type");

  /** Reads scheduler_config.json in a scheduler folder. */
  public static SchedulerConfig load(Path folder) {
    ConfigReader config = ConfigReader.open(folder.resolve("scheduler_config.json"));
    boolean ddim = config.className().equals("DDIMScheduler");
    SchedulerConfig read =
        new SchedulerConfig(
            config.count("num_train_timesteps", 1000),
            config.number("beta_start", 1e-4),
            config.number("beta_end", 0.02),
            config
                    .oneOf("beta_schedule", "linear", List.of("linear", "scaled_linear"))
                    .equals("linear")
                ? BetaSchedule.LINEAR
                : BetaSchedule.SCALED_LINEAR,
            config
                    .oneOf("prediction_type", "epsilon", List.of("epsilon", "v_prediction"))
                    .equals("epsilon")
                ? Prediction.EPSILON
                : Prediction.VELOCITY,
            config.flag("set_alpha_to_one", ddim) ? AlphaBarAfterLast.ONE : AlphaBarAfterLast.FIRST,
            config.integer("steps_offset", 0),
            // Default of DDIM alone; the first files of Stable Diffusion 1.5 lack it, as PNDM does.
            config.flag("clip_sample", ddim),
            config.number("clip_sample_range", 1));
    config.require("timestep_spacing", "leading");
    config.require("thresholding", false);
    config.require("rescale_betas_zero_snr", false);
    config.requireAbsent("trained_betas");
    config.ignore(OTHER_SAMPLERS);
    config.finish();
    return read;
  }
}
