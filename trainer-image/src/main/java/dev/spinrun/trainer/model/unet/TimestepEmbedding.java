package dev.spinrun.trainer.model.unet;

/**
 * Sinusoids of a timestep, cosines first.
 *
 * <p>Formula: f_i = exp(-ln(10000) i / half), i in 0..half-1, result [cos(t f), sin(t f)]. Mirrors:
 * diffusers 0.32 models/embeddings.py, get_timestep_embedding with flip_sin_to_cos and
 * downscale_freq_shift 0: frequencies and angles in fp32, or the result would differ by 1e-5.
 */
final class TimestepEmbedding {
  private static final float LOG_MAX_PERIOD = (float) Math.log(10_000);

  private TimestepEmbedding() {}

  /** Row-major [timesteps, width]; the width is even. */
  static float[] of(float[] timesteps, int width) {
    int half = width / 2;
    float[] rows = new float[timesteps.length * width];
    for (int i = 0; i < half; i++) {
      float frequency = (float) StrictMath.exp(-LOG_MAX_PERIOD * i / half);
      for (int row = 0; row < timesteps.length; row++) {
        float angle = timesteps[row] * frequency;
        rows[row * width + i] = (float) StrictMath.cos(angle);
        rows[row * width + half + i] = (float) StrictMath.sin(angle);
      }
    }
    return rows;
  }
}
