package dev.spinrun.trainer.stage;

import dev.spinrun.runstore.plan.Sampling;
import dev.spinrun.trainer.diffusion.SamplerKind;
import dev.spinrun.trainer.diffusion.SamplingSettings;

/** From the plan's words on drawing to the sampler's. */
final class Samplings {
  private Samplings() {}

  static SamplingSettings of(Sampling plan) {
    return new SamplingSettings(
        sampler(plan), plan.steps(), plan.eta(), plan.guidanceScale(), plan.batchSize());
  }

  private static SamplerKind sampler(Sampling plan) {
    return switch (plan.sampler()) {
      case DDIM -> SamplerKind.DDIM;
      case PNDM -> SamplerKind.PNDM;
      case DPM_SOLVER -> SamplerKind.DPM_SOLVER;
      case EULER -> SamplerKind.EULER;
    };
  }
}
