package dev.spinrun.trainer.loss;

import dev.spinrun.trainer.diffusion.schedule.NoiseSchedule;
import dev.spinrun.trainer.diffusion.schedule.SchedulerConfig.Prediction;

/**
 * The weight of an image's error by its timestep: an error of the image itself counts by the
 * signal-to-noise ratio, but at most by gamma.
 *
 * <p>Source: Min-SNR (Hang et al., arXiv 2303.09556), section 3.4: min(SNR, gamma) / SNR for
 * predicted noise, min(SNR, gamma) / (SNR + 1) for predicted velocity. Mirrors: diffusers 0.32
 * examples/text_to_image/train_text_to_image.py, --snr_gamma. Differs: the ratio is not taken from
 * the fp32 table, which has lost a third of its digits at the first timesteps.
 */
final class MinSnr {
  private MinSnr() {}

  static double weight(NoiseSchedule schedule, int timestep, double gamma) {
    double snr = schedule.snr(timestep);
    double ofPrediction = schedule.config().prediction() == Prediction.EPSILON ? snr : snr + 1;
    return Math.min(snr, gamma) / ofPrediction;
  }
}
