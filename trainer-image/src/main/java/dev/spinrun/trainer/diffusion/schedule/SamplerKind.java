package dev.spinrun.trainer.diffusion.schedule;

import java.util.Map;

/** The ways from noise to latents, and how each takes a scheduler_config.json. */
public enum SamplerKind {
  DDIM("Ddim", Spacing.LEADING),
  PNDM("Pndm", Spacing.LEADING),
  DPM_SOLVER("DpmSolver", Spacing.LINSPACE),
  EULER("Euler", Spacing.LINSPACE);

  private static final String KARRAS = "use_karras_sigmas";
  private static final String CLIP = "clip_sample";
  private static final String LAST_LEVEL = "final_sigmas_type";

  private final String spelling;
  private final Spacing spacing;

  SamplerKind(String spelling, Spacing spacing) {
    this.spelling = spelling;
    this.spacing = spacing;
  }

  /** The spacing where a file names none: the default of diffusers' class of this sampler. */
  Spacing spacing() {
    return spacing;
  }

  /**
   * Fields of a file that this sampler takes one value of, with that value. A file with another one
   * asks for what the sampler does not do, and is refused rather than half obeyed.
   */
  Map<String, Object> only() {
    return switch (this) {
      case DDIM -> Map.of(KARRAS, false);
      case PNDM -> Map.of(KARRAS, false, CLIP, false, "skip_prk_steps", true);
      case DPM_SOLVER ->
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
      case EULER ->
          Map.of(
              CLIP,
              false,
              LAST_LEVEL,
              "zero",
              "interpolation_type",
              "linear",
              "timestep_type",
              "discrete");
    };
  }

  /** As users write it. */
  @Override
  public String toString() {
    return spelling;
  }
}
