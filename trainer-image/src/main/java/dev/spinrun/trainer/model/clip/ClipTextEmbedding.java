package dev.spinrun.trainer.model.clip;

import dev.spinrun.trainer.nn.Layer.Linear;
import dev.spinrun.trainer.nn.Network;
import dev.spinrun.trainer.nn.Ops;
import java.util.List;

/**
 * From token ids to one unit vector per text. Mirrors: transformers 4.47
 * models/clip/modeling_clip.py, CLIPModel. Letters: B batch, L tokens.
 *
 * @param width of the space that texts and images share
 */
record ClipTextEmbedding(ClipTextConfig config, int width) implements Network {
  @Override
  public List<String> inputs() {
    return List.of("idsBL", "endB");
  }

  @Override
  public <T> T forward(Ops<T> ops, List<T> inputs) {
    T rows = new ClipTextNetwork(config).forward(ops, inputs.subList(0, 1));
    Linear projection = Linear.withoutBias("text_projection", config.tower().width(), width);
    return ops.block(
        projection.name(),
        List.of(rows, inputs.get(1)),
        (o, in) -> o.normalize(o.linear(o.pickRow(in.get(0), in.get(1)), projection)));
  }
}
