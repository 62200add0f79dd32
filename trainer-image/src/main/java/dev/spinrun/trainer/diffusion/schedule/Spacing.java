package dev.spinrun.trainer.diffusion.schedule;

/**
 * Which timesteps a sampler visits. Source: Lin et al., arXiv 2305.08891, table 2. Mirrors:
 * diffusers 0.32 set_timesteps, and in its order of operations numpy's linspace and arange.
 */
public enum Spacing {
  /** Whole strides from timestep 0 up, moved by the offset: the last is never reached. */
  LEADING,
  /** Both ends and equal parts between them, which need not be whole. */
  LINSPACE,
  /** Strides from the last timestep down. */
  TRAILING;

  /**
   * Falling timesteps.
   *
   * @param total timesteps of the noise schedule
   * @param offset added to those of {@link #LEADING}
   */
  public float[] timesteps(int total, int steps, int offset) {
    float[] falling = new float[steps];
    for (int i = 0; i < steps; i++) {
      falling[i] = (float) timestep(i, total, steps, offset);
    }
    return falling;
  }

  /** The same, each rounded to the nearest whole one. */
  public float[] wholeTimesteps(int total, int steps, int offset) {
    float[] falling = new float[steps];
    for (int i = 0; i < steps; i++) {
      falling[i] = (float) Math.rint(timestep(i, total, steps, offset));
    }
    return falling;
  }

  private double timestep(int step, int total, int steps, int offset) {
    int left = steps - 1 - step;
    return switch (this) {
      case LEADING -> Math.min(left * (total / steps) + offset, total - 1);
      case LINSPACE -> left == 0 ? 0 : left * ((total - 1.0) / (steps - 1));
      case TRAILING -> {
        double stride = total - (total - (double) total / steps);
        yield Math.rint(total - step * stride) - 1;
      }
    };
  }
}
