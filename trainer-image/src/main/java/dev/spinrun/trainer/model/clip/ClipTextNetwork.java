package dev.spinrun.trainer.model.clip;

import dev.spinrun.trainer.nn.Layer.Embedding;
import dev.spinrun.trainer.nn.Network;
import dev.spinrun.trainer.nn.Ops;
import dev.spinrun.trainer.nn.Ops.Mask;
import java.util.List;

/**
 * From token ids to a row per token, after the final normalisation. Mirrors: transformers 4.47
 * models/clip/modeling_clip.py, CLIPTextTransformer without attention mask (padding is attended to,
 * as in Stable Diffusion). Letters: B batch, L tokens.
 */
public record ClipTextNetwork(ClipTextConfig config) implements Network {
  @Override
  public List<String> inputs() {
    return List.of("idsBL");
  }

  @Override
  public <T> T forward(Ops<T> ops, List<T> inputs) {
    int width = config.tower().width();
    Embedding tokens =
        new Embedding("text_model.embeddings.token_embedding", config.vocabulary(), width);
    Embedding positions =
        new Embedding("text_model.embeddings.position_embedding", config.positions(), width);
    ClipTransformer transformer = new ClipTransformer(config.tower(), "text_model", Mask.CAUSAL);
    T x =
        ops.block(
            "text_model.embeddings",
            List.of(inputs.get(0)),
            (o, in) -> o.addPositions(o.embed(in.get(0), tokens), positions));
    x = transformer.apply(ops, x);
    String last = "text_model.final_layer_norm";
    return ops.block(last, List.of(x), (o, in) -> o.layerNorm(in.get(0), transformer.norm(last)));
  }
}
