package dev.spinrun.trainer.diffusion.schedule;

import dev.spinrun.trainer.diffusion.schedule.SchedulerConfig.AlphaBarAfterLast;
import dev.spinrun.trainer.diffusion.schedule.SchedulerConfig.BetaSchedule;
import dev.spinrun.trainer.diffusion.schedule.SchedulerConfig.Prediction;

/**
 * How much of a latent is left at each timestep, and how to mix it with noise.
 *
 * <p>Letters: alphaBar_t = product of (1 - beta) up to t (Ho et al., arXiv 2006.11239, eq. 4).
 * Mirrors: diffusers 0.32 schedulers/scheduling_ddpm.py: betas and products rounded to fp32, as the
 * models have seen them. Timesteps are 0-based.
 */
public final class NoiseSchedule {
  private final SchedulerConfig config;
  private final float[] alphaBar;
  private final double[] snr;

  /** The table of a configuration. */
  public NoiseSchedule(SchedulerConfig config) {
    this.config = config;
    this.alphaBar = new float[config.timesteps()];
    float[] betas = betas(config);
    double product = 1;
    for (int t = 0; t < alphaBar.length; t++) {
      product *= 1f - betas[t];
      alphaBar[t] = (float) product;
    }
    this.snr = exactSnr(config);
  }

  private static double[] exactSnr(SchedulerConfig config) {
    boolean linear = config.betaSchedule() == BetaSchedule.LINEAR;
    double start = linear ? config.betaStart() : Math.sqrt(config.betaStart());
    double end = linear ? config.betaEnd() : Math.sqrt(config.betaEnd());
    double[] snr = new double[config.timesteps()];
    double product = 1;
    for (int t = 0; t < snr.length; t++) {
      double point = start + (end - start) * t / Math.max(1, snr.length - 1);
      product *= 1 - (linear ? point : point * point);
      snr[t] = product / (1 - product);
    }
    return snr;
  }

  static float[] betas(SchedulerConfig config) {
    if (config.betaSchedule() == BetaSchedule.LINEAR) {
      return linspace((float) config.betaStart(), (float) config.betaEnd(), config.timesteps());
    }
    float[] roots =
        linspace(
            (float) Math.sqrt(config.betaStart()),
            (float) Math.sqrt(config.betaEnd()),
            config.timesteps());
    for (int t = 0; t < roots.length; t++) {
      roots[t] *= roots[t];
    }
    return roots;
  }

  /** Mirrors torch.linspace in fp32, which counts from the nearer end. */
  private static float[] linspace(float start, float end, int count) {
    float[] values = new float[count];
    float step = count > 1 ? (end - start) / (count - 1) : 0;
    for (int i = 0; i < count; i++) {
      values[i] = i < count / 2 ? Math.fma(step, i, start) : Math.fma(-step, (count - 1 - i), end);
    }
    return values;
  }

  public SchedulerConfig config() {
    return config;
  }

  /** Number of timesteps. */
  public int timesteps() {
    return alphaBar.length;
  }

  /** alphaBar of a timestep; below 0, what the last denoising step leads to. */
  public float alphaBar(int timestep) {
    if (timestep >= 0) {
      return alphaBar[timestep];
    }
    return config.alphaBarAfterLast() == AlphaBarAfterLast.ONE ? 1 : alphaBar[0];
  }

  /** Noise beside an image that is not scaled down: sqrt((1 - alphaBar) / alphaBar). */
  float sigma(int timestep) {
    float alphaBar = alphaBar(timestep);
    return (float) Math.sqrt((1f - alphaBar) / alphaBar);
  }

  /** Signal-to-noise ratio alphaBar / (1 - alphaBar) in fp64: fp32 loses 1 - alphaBar near 0. */
  public double snr(int timestep) {
    return snr[timestep];
  }

  /** Factor of the latent in a noisy latent. */
  public float signal(int timestep) {
    return (float) Math.sqrt(alphaBar(timestep));
  }

  /** Factor of the noise in a noisy latent. */
  public float noise(int timestep) {
    return (float) Math.sqrt(1f - alphaBar(timestep));
  }

  /** Writes signal times latent plus noise factor times noise into an array from an index on. */
  public void addNoise(float[] latent, float[] noise, int timestep, float[] into, int offset) {
    float ofLatent = signal(timestep);
    float ofNoise = noise(timestep);
    for (int i = 0; i < latent.length; i++) {
      into[offset + i] = ofLatent * latent[i] + ofNoise * noise[i];
    }
  }

  /** Writes what the model should predict into an array from an index on. */
  public void target(float[] latent, float[] noise, int timestep, float[] into, int offset) {
    if (config.prediction() == Prediction.EPSILON) {
      System.arraycopy(noise, 0, into, offset, noise.length);
      return;
    }
    float ofNoise = signal(timestep);
    float ofLatent = noise(timestep);
    for (int i = 0; i < latent.length; i++) {
      into[offset + i] = ofNoise * noise[i] - ofLatent * latent[i];
    }
  }
}
