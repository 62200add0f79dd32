package dev.spinrun.trainer.diffusion.schedule;

/**
 * The noise levels that a sampler visits, sigma = sqrt((1 - alphaBar) / alphaBar): the noise beside
 * an image that is not scaled down. Mirrors: diffusers 0.32 scheduling_euler_discrete.py.
 *
 * @param timesteps what the model is told at each level but the last
 * @param sigmas one more than timesteps, falling to 0
 */
@SuppressWarnings("ArrayRecordComponent") // numbers of a sampler; the record is never compared
public record NoiseLevels(float[] timesteps, float[] sigmas) {
  /** Source: Karras et al., arXiv 2206.00364, table 1. */
  private static final double RHO = 7;

  /** The levels at these falling timesteps, interpolated between whole ones. */
  public static NoiseLevels at(NoiseSchedule schedule, float[] timesteps) {
    float[] sigmas = new float[timesteps.length + 1];
    for (int i = 0; i < timesteps.length; i++) {
      sigmas[i] = (float) sigmaAt(schedule, timesteps[i]);
    }
    return new NoiseLevels(timesteps, sigmas);
  }

  private static double sigmaAt(NoiseSchedule schedule, double timestep) {
    int below = (int) timestep;
    int above = Math.min(below + 1, schedule.timesteps() - 1);
    double sigma = schedule.sigma(below);
    return sigma + (timestep - below) * (schedule.sigma(above) - sigma);
  }

  /** Levels whose seventh roots are equally spaced. Source: Karras et al., eq. 5. */
  public static NoiseLevels karras(NoiseSchedule schedule, int steps) {
    double first = Math.pow(schedule.sigma(schedule.timesteps() - 1), 1 / RHO);
    double last = Math.pow(schedule.sigma(0), 1 / RHO);
    float[] told = new float[steps];
    float[] sigmas = new float[steps + 1];
    for (int i = 0; i < steps; i++) {
      double done = (double) i / Math.max(1, steps - 1);
      double sigma = Math.pow(first + done * (last - first), RHO);
      sigmas[i] = (float) sigma;
      told[i] = (float) timestepOf(schedule, sigma);
    }
    return new NoiseLevels(told, sigmas);
  }

  /** The inverse of the schedule, linear in log sigma between whole timesteps. */
  private static double timestepOf(NoiseSchedule schedule, double sigma) {
    int below = 0;
    while (below < schedule.timesteps() - 2 && schedule.sigma(below + 1) <= sigma) {
      below++;
    }
    double low = Math.log(schedule.sigma(below));
    double high = Math.log(schedule.sigma(below + 1));
    double part = (Math.log(sigma) - low) / (high - low);
    return below + Math.max(0, Math.min(1, part));
  }

  /** The same levels, told to the model as the nearest whole timesteps. */
  public NoiseLevels toldWhole() {
    float[] whole = new float[timesteps.length];
    for (int i = 0; i < whole.length; i++) {
      whole[i] = (float) Math.rint(timesteps[i]);
    }
    return new NoiseLevels(whole, sigmas);
  }
}
