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
public record ResnetBlock(int groups, double epsilon, Optional<Integer> timeWidth) {
  /** The block without a time embedding. */
  public <T> T apply(Ops<T> ops, String path, T xBCHW, int in, int out) {
    return apply(ops, path, List.of(xBCHW), in, out);
  }

  /** The block with the time embedding [B, timeWidth]. */
  public <T> T apply(Ops<T> ops, String path, T xBCHW, T timeBC, int in, int out) {
    return apply(ops, path, List.of(xBCHW, timeBC), in, out);
  }

  /** In two blocks, so that the second convolution is never computed again. */
  private <T> T apply(Ops<T> ops, String path, List<T> inputs, int in, int out) {
    T hidden = ops.block(path + ".nonlinearity", inputs, (o, v) -> hidden(o, path, v, in, out));
    return ops.lightBlock(
        path,
        List.of(inputs.get(0), hidden),
        (o, v) -> residual(o, path, v.get(0), v.get(1), in, out));
  }

  private <T> T hidden(Ops<T> o, String path, List<T> inputs, int in, int out) {
    T x = inputs.get(0);
    T h = o.silu(o.groupNorm(x, new GroupNorm(path + ".norm1", groups, in, epsilon)));
    h = o.conv2d(h, Conv2d.same(path + ".conv1", in, out, 3));
    if (timeWidth.isPresent()) {
      Linear projection = Linear.of(path + ".time_emb_proj", timeWidth.get(), out);
      h = o.addPerChannel(h, o.linear(o.silu(inputs.get(1)), projection));
    }
    return o.silu(o.groupNorm(h, new GroupNorm(path + ".norm2", groups, out, epsilon)));
  }

  private <T> T residual(Ops<T> o, String path, T x, T hidden, int in, int out) {
    T h = o.conv2d(hidden, Conv2d.same(path + ".conv2", out, out, 3));
    T shortcut =
        in == out
            ? x
            : o.conv2d(x, new Conv2d(path + ".conv_shortcut", in, out, 1, 1, 0, Bias.ADDED));
    return o.add(shortcut, h);
  }
}
