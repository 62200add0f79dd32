package dev.spinrun.trainer.diffusion.sampler;

import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.settings.Generate;
import dev.spinrun.contract.settings.Sampler;

/**
 * How to draw.
 *
 * @param steps denoising steps
 * @param eta share of DDIM's noise that each step draws anew, in 0..1; 0 for every other sampler
 * @param guidance weight of the prompt against the empty prompt; 1 draws without guidance
 * @param batch pictures drawn at a time
 */
public record SamplingSettings(Sampler sampler, int steps, double eta, double guidance, int batch) {
  public SamplingSettings {
    if (steps < 1 || batch < 1 || !(guidance >= 1) || Double.isInfinite(guidance)) {
      throw new IllegalArgumentException(
          "Drawing needs steps >= 1, batch >= 1 and guidance >= 1 (was %d, %d and %s)."
              .formatted(steps, batch, guidance));
    }
    if (!(eta >= 0 && eta <= 1) || (eta > 0 && sampler != Sampler.DDIM)) {
      throw new IllegalArgumentException(
          "eta must be in 0..1, and 0 but for Ddim (was %s for %s)."
              .formatted(eta, Documents.text(sampler)));
    }
  }

  /** What the plan says on drawing, with decimals as numbers. */
  public static SamplingSettings of(Generate plan) {
    return new SamplingSettings(
        plan.sampler(),
        plan.steps(),
        plan.eta().value(),
        plan.guidanceScale().value(),
        plan.batchSize());
  }

  /** Settings of DDIM without randomness. */
  public static SamplingSettings ddim(int steps, double guidance, int batch) {
    return new SamplingSettings(Sampler.DDIM, steps, 0, guidance, batch);
  }
}
