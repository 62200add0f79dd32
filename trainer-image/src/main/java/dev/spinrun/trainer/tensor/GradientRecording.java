package dev.spinrun.trainer.tensor;

import ai.djl.pytorch.jni.JniUtils;

/**
 * Records, while open, what this thread computes, so that a backward pass is possible.
 *
 * <p>Off everywhere else: libtorch's own default is on, and per thread.
 */
public final class GradientRecording implements AutoCloseable {
  private GradientRecording() {}

  /** Switches recording on for this thread. */
  public static GradientRecording start() {
    Torch.prepareThread();
    JniUtils.setGradMode(true);
    return new GradientRecording();
  }

  @Override
  public void close() {
    JniUtils.setGradMode(false);
  }
}
