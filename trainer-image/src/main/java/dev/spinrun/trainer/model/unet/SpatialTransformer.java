package dev.spinrun.trainer.model.unet;

import dev.spinrun.trainer.nn.Layer.Bias;
import dev.spinrun.trainer.nn.Layer.Conv2d;
import dev.spinrun.trainer.nn.Layer.GroupNorm;
import dev.spinrun.trainer.nn.Layer.LayerNorm;
import dev.spinrun.trainer.nn.Layer.Linear;
import dev.spinrun.trainer.nn.Ops;
import dev.spinrun.trainer.nn.Ops.Mask;
import java.util.List;

/**
 * Attention of the places of an image to each other and to a text.
 *
 * <p>Mirrors: diffusers 0.32 models/transformers/transformer_2d.py and models/attention.py
 * (BasicTransformerBlock, GEGLU) with one transformer block. Letters: B batch, C channels, H
 * height, W width, L places (H W), D text width.
 *
 * @param linear whether the projections around the block are linear layers, as in Stable Diffusion
 *     2.x, or 1x1 convolutions, as in 1.x; they compute the same and are stored in other shapes
 * @param adapterRank of the adapters on to_q, to_k, to_v and to_out.0, which are what diffusers'
 *     train_text_to_image_lora.py adapts; 0 for none
 */
record SpatialTransformer(
    String path,
    int channels,
    int heads,
    int textWidth,
    int groups,
    boolean linear,
    int adapterRank) {
  /** Not the network's epsilon: fixed in diffusers' transformer_2d.py. */
  private static final double GROUP_EPSILON = 1e-6;

  private static final double LAYER_EPSILON = 1e-5;

  <T> T apply(Ops<T> ops, T xBCHW, T textBMD) {
    return ops.block(path, List.of(xBCHW, textBMD), (o, in) -> body(o, in.get(0), in.get(1)));
  }

  private <T> T body(Ops<T> o, T x, T text) {
    T image = o.groupNorm(x, new GroupNorm(path + ".norm", groups, channels, GROUP_EPSILON));
    T h = projectIn(o, image); // [B, L, C]
    T own = norm(o, h, "norm1");
    h = o.add(attention(o, "attn1", own, own, channels), h);
    h = o.add(attention(o, "attn2", norm(o, h, "norm2"), text, textWidth), h);
    T wide =
        o.linear(norm(o, h, "norm3"), Linear.of(block("ff.net.0.proj"), channels, 8 * channels));
    h = o.add(o.linear(o.geglu(wide), Linear.of(block("ff.net.2"), 4 * channels, channels)), h);
    return o.add(projectOut(o, h, x), x); // [B, C, H, W]
  }

  private <T> T projectIn(Ops<T> o, T image) {
    return linear
        ? o.linear(o.toSequence(image), Linear.of(path + ".proj_in", channels, channels))
        : o.toSequence(o.conv2d(image, pointwise(".proj_in")));
  }

  private <T> T projectOut(Ops<T> o, T sequence, T like) {
    return linear
        ? o.toImage(o.linear(sequence, Linear.of(path + ".proj_out", channels, channels)), like)
        : o.conv2d(o.toImage(sequence, like), pointwise(".proj_out"));
  }

  private <T> T attention(Ops<T> o, String name, T query, T context, int contextWidth) {
    T q = o.linear(query, projection(name + ".to_q", channels));
    T k = o.linear(context, projection(name + ".to_k", contextWidth));
    T v = o.linear(context, projection(name + ".to_v", contextWidth));
    T rows = o.attention(q, k, v, heads, Mask.NONE);
    Linear out = Linear.of(block(name + ".to_out.0"), channels, channels);
    return o.linear(rows, out.adapted(adapterRank));
  }

  private <T> T norm(Ops<T> o, T x, String name) {
    return o.layerNorm(x, new LayerNorm(block(name), channels, LAYER_EPSILON));
  }

  private Linear projection(String name, int in) {
    return Linear.withoutBias(block(name), in, channels).adapted(adapterRank);
  }

  private Conv2d pointwise(String name) {
    return new Conv2d(path + name, channels, channels, 1, 1, 0, Bias.ADDED);
  }

  private String block(String name) {
    return path + ".transformer_blocks.0." + name;
  }
}
