package dev.spinrun.trainer.model.clip;

import dev.spinrun.trainer.nn.Layer.Bias;
import dev.spinrun.trainer.nn.Layer.Conv2d;
import dev.spinrun.trainer.nn.Layer.Embedding;
import dev.spinrun.trainer.nn.Layer.Linear;
import dev.spinrun.trainer.nn.Layer.Parameter;
import dev.spinrun.trainer.nn.Network;
import dev.spinrun.trainer.nn.Ops;
import dev.spinrun.trainer.nn.Ops.Mask;
import dev.spinrun.trainer.tensor.Shape;
import java.util.List;

/**
 * From normalised pixels to one unit vector per image. Mirrors: transformers 4.47
 * models/clip/modeling_clip.py, CLIPVisionTransformer and CLIPModel; the misspelt pre_layrnorm is
 * the name in the files. Letters: B batch, C channels, H height, W width.
 *
 * @param width of the space that texts and images share
 */
record ClipImageEmbedding(ClipVisionConfig config, int width) implements Network {
  private static final String EMBEDDINGS = "vision_model.embeddings";

  @Override
  public List<String> inputs() {
    return List.of("pixelsBCHW", "firstB");
  }

  @Override
  public <T> T forward(Ops<T> ops, List<T> inputs) {
    ClipTransformer transformer = new ClipTransformer(config.tower(), "vision_model", Mask.NONE);
    T x = ops.block(EMBEDDINGS, List.of(inputs.get(0)), (o, in) -> tokens(o, in.get(0)));
    String first = "vision_model.pre_layrnorm";
    x = ops.block(first, List.of(x), (o, in) -> o.layerNorm(in.get(0), transformer.norm(first)));
    x = transformer.apply(ops, x);
    Linear projection = Linear.withoutBias("visual_projection", config.tower().width(), width);
    return ops.block(
        projection.name(),
        List.of(x, inputs.get(1)),
        (o, in) -> {
          T whole = o.pickRow(in.get(0), in.get(1));
          T normal = o.layerNorm(whole, transformer.norm("vision_model.post_layernorm"));
          return o.normalize(o.linear(normal, projection));
        });
  }

  private <T> T tokens(Ops<T> o, T pixels) {
    int wide = config.tower().width();
    int patch = config.patchSize();
    Conv2d patches =
        new Conv2d(
            EMBEDDINGS + ".patch_embedding", config.channels(), wide, patch, patch, 0, Bias.NONE);
    Parameter whole = new Parameter(EMBEDDINGS + ".class_embedding", Shape.of(wide));
    T rows = o.prependRow(o.toSequence(o.conv2d(pixels, patches)), whole);
    return o.addPositions(
        rows, new Embedding(EMBEDDINGS + ".position_embedding", config.tokens(), wide));
  }
}
