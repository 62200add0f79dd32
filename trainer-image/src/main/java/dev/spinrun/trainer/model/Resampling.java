package dev.spinrun.trainer.model;

import dev.spinrun.trainer.nn.Layer.Bias;
import dev.spinrun.trainer.nn.Layer.Conv2d;
import dev.spinrun.trainer.nn.Ops;
import java.util.List;

/**
 * Changes of resolution with a convolution. Mirrors: diffusers 0.32 models/upsampling.py and
 * downsampling.py.
 */
public final class Resampling {
  private Resampling() {}

  /** Repeats each element twice in both directions, then convolves. */
  public static <T> T upsample(Ops<T> ops, String path, T x, int channels) {
    Conv2d conv = Conv2d.same(path + ".conv", channels, channels, 3);
    return ops.lightBlock(path, List.of(x), (o, in) -> o.conv2d(o.upsample(in.get(0)), conv));
  }

  /** Halves height and width; zeros are added on the right and at the bottom only. */
  public static <T> T downsampleAsymmetric(Ops<T> ops, String path, T x, int channels) {
    Conv2d conv = new Conv2d(path + ".conv", channels, channels, 3, 2, 0, Bias.ADDED);
    return ops.lightBlock(path, List.of(x), (o, in) -> o.conv2d(o.padRightBottom(in.get(0)), conv));
  }

  /** Halves height and width; zeros are added on all sides. */
  public static <T> T downsampleSymmetric(Ops<T> ops, String path, T x, int channels) {
    Conv2d conv = new Conv2d(path + ".conv", channels, channels, 3, 2, 1, Bias.ADDED);
    return ops.lightBlock(path, List.of(x), (o, in) -> o.conv2d(in.get(0), conv));
  }
}
