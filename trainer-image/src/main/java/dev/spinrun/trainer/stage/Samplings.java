package dev.spinrun.trainer.stage;

import dev.spinrun.runstore.plan.Sampling;
import dev.spinrun.trainer.diffusion.SamplingSettings;

/** From the plan's words on drawing to the sampler's. */
final class Samplings {
  private Samplings() {}

  static SamplingSettings of(Sampling plan) {
    return switch (plan.sampler()) {
      case DDIM -> SamplingSettings.ddim(plan.steps(), plan.guidanceScale(), plan.batchSize());
    };
  }
}
