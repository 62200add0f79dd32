package dev.spinrun.trainer.model.vae;

import dev.spinrun.trainer.tensor.Shape;

/**
 * Normal distributions of latents, independent per element. Mirrors: diffusers 0.32
 * models/autoencoders/vae.py, DiagonalGaussianDistribution. Letters: B batch, C channels, H height,
 * W width.
 *
 * @param mean row-major [B, C, H, W]
 * @param logVariance in the same order, within [-30, 20]
 */
@SuppressWarnings("ArrayRecordComponent") // bulk numbers; the record is never compared
public record Posterior(Shape shape, float[] mean, float[] logVariance) {
  private static final float MIN_LOG_VARIANCE = -30;
  private static final float MAX_LOG_VARIANCE = 20;

  /** Splits moments [B, 2C, H, W]: the first C channels are the mean. */
  static Posterior ofMoments(float[] moments, Shape shape) {
    int samples = (int) shape.dim(0);
    int half = moments.length / samples / 2;
    float[] mean = new float[samples * half];
    float[] logVariance = new float[samples * half];
    for (int b = 0; b < samples; b++) {
      System.arraycopy(moments, 2 * b * half, mean, b * half, half);
      System.arraycopy(moments, (2 * b + 1) * half, logVariance, b * half, half);
    }
    for (int i = 0; i < logVariance.length; i++) {
      logVariance[i] = Math.max(MIN_LOG_VARIANCE, Math.min(MAX_LOG_VARIANCE, logVariance[i]));
    }
    return new Posterior(shape.with(1, shape.dim(1) / 2), mean, logVariance);
  }
}
