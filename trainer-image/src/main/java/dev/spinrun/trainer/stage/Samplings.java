package dev.spinrun.trainer.stage;

import dev.spinrun.contract.settings.Generate;
import dev.spinrun.trainer.diffusion.SamplerKind;
import dev.spinrun.trainer.diffusion.SamplingSettings;

/** From the plan's words on drawing to the sampler's. */
final class Samplings {
  private Samplings() {}

  static SamplingSettings of(Generate plan) {
    return new SamplingSettings(
        sampler(plan),
        plan.steps(),
        plan.eta().value(),
        plan.guidanceScale().value(),
        plan.batchSize());
  }

  private static SamplerKind sampler(Generate plan) {
    return switch (plan.sampler()) {
      case DDIM -> SamplerKind.DDIM;
      case PNDM -> SamplerKind.PNDM;
      case DPM_SOLVER -> SamplerKind.DPM_SOLVER;
      case EULER -> SamplerKind.EULER;
    };
  }
}
