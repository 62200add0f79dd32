package dev.spinrun.trainer.model;

import dev.spinrun.trainer.nn.Layer.Bias;
import dev.spinrun.trainer.nn.Layer.Conv2d;
import dev.spinrun.trainer.nn.Layer.GroupNorm;
import dev.spinrun.trainer.nn.Layer.Linear;
import dev.spinrun.trainer.nn.Ops;
import java.util.List;
import java.util.Optional;

/**
 * Two normalised convolutions around a residual, with or without a time embedding.
 *
 * <p>Mirrors: diffusers 0.32 models/resnet.py, ResnetBlock2D with silu and without scaling.
 *
 * @param timeWidth width of the time embedding's rows, if there is one
 */
record ResnetBlock(int groups, double epsilon, Optional<Integer> timeWidth) {
  /** The block without a time embedding. */
  <T> T apply(Ops<T> ops, String path, T xBCHW, int in, int out) {
    return ops.block(
        path, List.of(xBCHW), (o, v) -> body(o, path, v.get(0), Optional.empty(), in, out));
  }

  /** The block with the time embedding [B, timeWidth]. */
  <T> T apply(Ops<T> ops, String path, T xBCHW, T timeBC, int in, int out) {
    return ops.block(
        path,
        List.of(xBCHW, timeBC),
        (o, v) -> body(o, path, v.get(0), Optional.of(v.get(1)), in, out));
  }

  /**
   * The block over the channels of two values, with the time embedding.
   *
   * @param inputs value, skip connection, time embedding
   * @param in channels of both values together
   */
  <T> T applyToPair(Ops<T> ops, String path, List<T> inputs, int in, int out) {
    return ops.block(
        path,
        inputs,
        (o, v) ->
            body(o, path, o.concatChannels(v.get(0), v.get(1)), Optional.of(v.get(2)), in, out));
  }

  private <T> T body(Ops<T> o, String path, T x, Optional<T> time, int in, int out) {
    T h = o.silu(o.groupNorm(x, new GroupNorm(path + ".norm1", groups, in, epsilon)));
    h = o.conv2d(h, Conv2d.same(path + ".conv1", in, out, 3));
    if (time.isPresent()) {
      Linear projection = Linear.of(path + ".time_emb_proj", timeWidth.orElseThrow(), out);
      h = o.addPerChannel(h, o.linear(o.silu(time.get()), projection));
    }
    h = o.silu(o.groupNorm(h, new GroupNorm(path + ".norm2", groups, out, epsilon)));
    h = o.conv2d(h, Conv2d.same(path + ".conv2", out, out, 3));
    T shortcut =
        in == out
            ? x
            : o.conv2d(x, new Conv2d(path + ".conv_shortcut", in, out, 1, 1, 0, Bias.ADDED));
    return o.add(shortcut, h);
  }
}
