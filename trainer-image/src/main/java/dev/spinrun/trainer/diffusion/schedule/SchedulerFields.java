package dev.spinrun.trainer.diffusion.schedule;

import dev.spinrun.contract.settings.Sampler;
import java.util.Map;

/**
 * How a sampler takes a scheduler_config.json.
 *
 * @param spacing where a file names none: the default of diffusers' class of this sampler
 * @param only fields of a file that it takes one value of, with that value. A file with another one
 *     asks for what the sampler does not do, and is refused rather than half obeyed.
 */
record SchedulerFields(Spacing spacing, Map<String, Object> only) {
  private static final String KARRAS = "use_karras_sigmas";
  private static final String CLIP = "clip_sample";
  private static final String LAST_LEVEL = "final_sigmas_type";

  private static final Map<String, Object> SECOND_ORDER =
      Map.of(
          CLIP,
          false,
          LAST_LEVEL,
          "zero",
          "algorithm_type",
          "dpmsolver++",
          "solver_order",
          2,
          "solver_type",
          "midpoint",
          "lower_order_final",
          true,
          "euler_at_final",
          false,
          "lambda_min_clipped",
          Double.NEGATIVE_INFINITY);

  static SchedulerFields of(Sampler sampler) {
    return switch (sampler) {
      case DDIM -> new SchedulerFields(Spacing.LEADING, Map.of(KARRAS, false));
      case PNDM ->
          new SchedulerFields(
              Spacing.LEADING, Map.of(KARRAS, false, CLIP, false, "skip_prk_steps", true));
      case DPM_SOLVER -> new SchedulerFields(Spacing.LINSPACE, SECOND_ORDER);
      case EULER ->
          new SchedulerFields(
              Spacing.LINSPACE,
              Map.of(
                  CLIP,
                  false,
                  LAST_LEVEL,
                  "zero",
                  "interpolation_type",
                  "linear",
                  "timestep_type",
                  "discrete"));
    };
  }
}
