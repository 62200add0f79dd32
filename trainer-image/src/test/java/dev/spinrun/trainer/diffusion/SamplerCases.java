package dev.spinrun.trainer.diffusion;

import dev.spinrun.trainer.diffusion.SchedulerConfig.Prediction;

/** Variations of a configuration. */
final class SamplerCases {
  private SamplerCases() {}

  static SchedulerConfig velocity(SchedulerConfig c) {
    return new SchedulerConfig(
        c.timesteps(),
        c.betaStart(),
        c.betaEnd(),
        c.betaSchedule(),
        Prediction.VELOCITY,
        c.alphaBarAfterLast(),
        c.stepsOffset(),
        c.clipSample(),
        c.clipRange());
  }

  static SchedulerConfig clipped(SchedulerConfig c) {
    return new SchedulerConfig(
        c.timesteps(),
        c.betaStart(),
        c.betaEnd(),
        c.betaSchedule(),
        c.prediction(),
        c.alphaBarAfterLast(),
        c.stepsOffset(),
        true,
        1);
  }
}
