package dev.spinrun.trainer.model.clip;

import dev.spinrun.trainer.nn.Layer.LayerNorm;
import dev.spinrun.trainer.nn.Layer.Linear;
import dev.spinrun.trainer.nn.Ops;
import dev.spinrun.trainer.nn.Ops.Mask;
import java.util.List;

/**
 * The layers of a CLIP tower: attention and feed-forward, normalised before each. Mirrors:
 * transformers 4.47 models/clip/modeling_clip.py, CLIPEncoder. Letters: B batch, L tokens, D width.
 */
record ClipTransformer(ClipTowerConfig config, String path, Mask mask) {
  <T> T apply(Ops<T> ops, T xBLD) {
    T x = xBLD;
    for (int i = 0; i < config.layers(); i++) {
      String layer = path + ".encoder.layers." + i;
      x = ops.block(layer, List.of(x), (o, in) -> layer(o, layer, in.get(0)));
    }
    return x;
  }

  private <T> T layer(Ops<T> o, String layer, T x) {
    T h =
        o.add(x, attention(o, layer + ".self_attn", o.layerNorm(x, norm(layer + ".layer_norm1"))));
    return o.add(h, feedForward(o, layer + ".mlp", o.layerNorm(h, norm(layer + ".layer_norm2"))));
  }

  private <T> T attention(Ops<T> o, String name, T x) {
    int width = config.width();
    T query = o.linear(x, Linear.of(name + ".q_proj", width, width));
    T key = o.linear(x, Linear.of(name + ".k_proj", width, width));
    T value = o.linear(x, Linear.of(name + ".v_proj", width, width));
    T rows = o.attention(query, key, value, config.heads(), mask);
    return o.linear(rows, Linear.of(name + ".out_proj", width, width));
  }

  private <T> T feedForward(Ops<T> o, String name, T x) {
    T wide = o.linear(x, Linear.of(name + ".fc1", config.width(), config.mlpWidth()));
    T active =
        switch (config.activation()) {
          case QUICK_GELU -> o.quickGelu(wide);
          case GELU -> o.gelu(wide);
        };
    return o.linear(active, Linear.of(name + ".fc2", config.mlpWidth(), config.width()));
  }

  /** A normalisation of this tower. */
  LayerNorm norm(String name) {
    return new LayerNorm(name, config.width(), config.normEpsilon());
  }
}
