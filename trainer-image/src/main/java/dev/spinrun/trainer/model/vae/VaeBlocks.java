package dev.spinrun.trainer.model.vae;

import dev.spinrun.trainer.model.ResnetBlock;
import dev.spinrun.trainer.nn.Layer.Conv2d;
import dev.spinrun.trainer.nn.Layer.GroupNorm;
import dev.spinrun.trainer.nn.Layer.Linear;
import dev.spinrun.trainer.nn.Ops;
import dev.spinrun.trainer.nn.Ops.Mask;
import java.util.List;
import java.util.Optional;

/**
 * What encoder and decoder of an AutoencoderKL have in common. Mirrors: diffusers 0.32
 * models/autoencoders/vae.py and unet_2d_blocks.py, UNetMidBlock2D.
 */
record VaeBlocks(int groups) {
  private static final double EPSILON = 1e-6;

  ResnetBlock resnet() {
    return new ResnetBlock(groups, EPSILON, Optional.empty());
  }

  /** Resnet, attention of all places with one head, resnet. */
  <T> T middle(Ops<T> ops, String path, T x, int channels) {
    T h = resnet().apply(ops, path + ".resnets.0", x, channels, channels);
    String attention = path + ".attentions.0";
    h = ops.block(attention, List.of(h), (o, in) -> attend(o, attention, in.get(0), channels));
    return resnet().apply(ops, path + ".resnets.1", h, channels, channels);
  }

  private <T> T attend(Ops<T> o, String path, T x, int width) {
    T rows = o.toSequence(o.groupNorm(x, norm(path + ".group_norm", width)));
    T query = o.linear(rows, Linear.of(path + ".to_q", width, width));
    T key = o.linear(rows, Linear.of(path + ".to_k", width, width));
    T value = o.linear(rows, Linear.of(path + ".to_v", width, width));
    T seen = o.attention(query, key, value, 1, Mask.NONE);
    return o.add(o.toImage(o.linear(seen, Linear.of(path + ".to_out.0", width, width)), x), x);
  }

  /** Normalisation, silu and convolution at the end of encoder and decoder. */
  <T> T out(Ops<T> ops, String path, T x, int in, int out) {
    return ops.block(
        path + ".conv_out",
        List.of(x),
        (o, v) ->
            o.conv2d(
                o.silu(o.groupNorm(v.get(0), norm(path + ".conv_norm_out", in))),
                Conv2d.same(path + ".conv_out", in, out, 3)));
  }

  <T> T convolution(Ops<T> ops, Conv2d layer, T x) {
    return ops.block(layer.name(), List.of(x), (o, v) -> o.conv2d(v.get(0), layer));
  }

  private GroupNorm norm(String name, int channels) {
    return new GroupNorm(name, groups, channels, EPSILON);
  }
}
