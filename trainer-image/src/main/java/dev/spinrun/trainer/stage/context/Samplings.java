package dev.spinrun.trainer.stage.context;

import dev.spinrun.contract.settings.Generate;
import dev.spinrun.trainer.diffusion.sampler.SamplingSettings;
import dev.spinrun.trainer.diffusion.schedule.SamplerKind;

/** From the plan's words on drawing to the sampler's. */
public final class Samplings {
  private Samplings() {}

  /** With values as numbers, which the plan keeps as decimals. */
  public static SamplingSettings of(Generate plan) {
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
