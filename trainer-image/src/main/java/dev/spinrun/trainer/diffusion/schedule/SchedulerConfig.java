package dev.spinrun.trainer.diffusion.schedule;

import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.settings.Sampler;
import dev.spinrun.trainer.model.ConfigReader;
import dev.spinrun.trainer.model.UnusableModelException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The noise schedule that a model was trained with, and how to sample it. Source: diffusers'
 * scheduler_config.json, whichever scheduler wrote it: the fields about noise are common to all.
 * The file does not choose the sampler.
 *
 * @param timesteps number of noise levels
 * @param alphaBarAfterLast what the last step of a sampler without noise levels leads to
 * @param spacing absent: each sampler has a default of its own
 * @param stepsOffset added to each timestep of the leading spacing
 * @param karrasLevels whether noise levels are spaced as by Karras et al. instead
 * @param clipSample whether the estimated image is cut to [-range, range] in each step
 * @param refusals what in the file each sampler cannot do; nothing for one that is missing
 */
public record SchedulerConfig(
    int timesteps,
    double betaStart,
    double betaEnd,
    BetaSchedule betaSchedule,
    Prediction prediction,
    AlphaBarAfterLast alphaBarAfterLast,
    @Nullable Spacing spacing,
    int stepsOffset,
    boolean karrasLevels,
    boolean clipSample,
    double clipRange,
    Map<Sampler, List<String>> refusals) {
  public SchedulerConfig {
    refusals = Map.copyOf(refusals);
  }

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

  /** Ways to space noise levels that no sampler here knows. */
  private static final List<String> OTHER_LEVELS =
      List.of("use_beta_sigmas", "use_exponential_sigmas", "use_flow_sigmas", "use_lu_lambdas");

  /** Fields of other schedulers' ways of sampling, and details of what is refused elsewhere. */
  private static final List<String> WITHOUT_EFFECT =
      List.of(
          "dynamic_thresholding_ratio",
          "flow_shift",
          "sample_max_value",
          "time_shift_type",
          "use_dynamic_shifting",
          "variance_type");

  /** Reads scheduler_config.json in a scheduler folder. */
  public static SchedulerConfig load(Path folder) {
    return read(ConfigReader.open(folder.resolve("scheduler_config.json")));
  }

  static SchedulerConfig read(ConfigReader config) {
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
            spacing(config),
            config.integer("steps_offset", 0),
            config.flag("use_karras_sigmas", false),
            // Default of DDIM alone; the first files of Stable Diffusion 1.5 lack it, as PNDM does.
            config.flag("clip_sample", ddim),
            config.number("clip_sample_range", 1),
            refusals(config));
    config.require("thresholding", false);
    config.require("rescale_betas_zero_snr", false);
    OTHER_LEVELS.forEach(field -> config.require(field, false));
    config.requireAbsent("trained_betas", "sigma_min", "sigma_max");
    config.ignore(WITHOUT_EFFECT);
    config.finish();
    return read;
  }

  private static @Nullable Spacing spacing(ConfigReader config) {
    String name = config.oneOf("timestep_spacing", "", List.of("leading", "linspace", "trailing"));
    return name.isEmpty() ? null : Spacing.valueOf(name.toUpperCase(Locale.ROOT));
  }

  private static Map<Sampler, List<String>> refusals(ConfigReader config) {
    Map<Sampler, List<String>> refusals = new EnumMap<>(Sampler.class);
    for (Sampler sampler : Sampler.values()) {
      refusals.put(sampler, config.unlike(SchedulerFields.of(sampler).only()));
    }
    return refusals;
  }

  /** Refuses a sampler that cannot do what the file asks for. */
  public void requireFits(Sampler sampler) {
    List<String> problems = refusals.getOrDefault(sampler, List.of());
    if (!problems.isEmpty()) {
      throw new UnusableModelException(
          "The model's scheduler_config.json does not fit the sampler %s: %s. Choose another generate.sampler, or change the file."
              .formatted(Documents.text(sampler), String.join("; ", problems)));
    }
  }

  /** The spacing of a sampler. */
  public Spacing spacingFor(Sampler sampler) {
    return spacing == null ? SchedulerFields.of(sampler).spacing() : spacing;
  }
}
