package dev.spinrun.trainer.diffusion;

/**
 * How to draw.
 *
 * @param steps denoising steps
 * @param guidance weight of the prompt against the empty prompt; 1 draws without guidance
 * @param batch pictures drawn at a time
 */
public record SamplingSettings(int steps, double guidance, int batch) {
  public SamplingSettings {
    if (steps < 1 || batch < 1 || !(guidance >= 1) || Double.isInfinite(guidance)) {
      throw new IllegalArgumentException(
          "Drawing needs steps >= 1, batch >= 1 and guidance >= 1 (was %d, %d and %s)."
              .formatted(steps, batch, guidance));
    }
  }
}
