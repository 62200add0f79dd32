package dev.spinrun.trainer.model.clip;

import dev.spinrun.trainer.model.ModelFolder;
import dev.spinrun.trainer.model.TensorNames;
import dev.spinrun.trainer.model.WeightLoader;
import dev.spinrun.trainer.nn.BoundNetwork;
import dev.spinrun.trainer.nn.Declaration;
import dev.spinrun.trainer.nn.ScriptCompiler;
import dev.spinrun.trainer.nn.Weights;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;

/** The text encoder of Stable Diffusion: token ids to rows. Used by one thread at a time. */
public final class TextEncoder {
  private final ClipTextConfig config;
  private final Weights weights;
  private final BoundNetwork network;

  private TextEncoder(ClipTextConfig config, Weights weights, BoundNetwork network) {
    this.config = config;
    this.weights = weights;
    this.network = network;
  }

  /**
   * Loads a text_encoder folder; the model lives as long as the scope.
   *
   * @throws UnusableModelException if configuration or weights are not those of such a network
   */
  public static TextEncoder load(Scope scope, Path folder) {
    ClipTextConfig config = ClipTextConfig.read(new ModelFolder(folder).config());
    ClipTextNetwork network = new ClipTextNetwork(config);
    Weights weights =
        new WeightLoader(folder, TensorNames.CLIP_TEXT).load(scope, declare(config).parameters());
    return new TextEncoder(
        config, weights, ScriptCompiler.compile(scope, network).bind(scope, weights));
  }

  /** Parameters, and operations for one text. */
  public static Declaration declare(ClipTextConfig config) {
    return Declaration.of(new ClipTextNetwork(config), List.of(Shape.of(1, config.positions())));
  }

  public ClipTextConfig config() {
    return config;
  }

  /** The parameters. */
  public Weights weights() {
    return weights;
  }

  /**
   * Encodes texts.
   *
   * @param ids per text as many tokens as in every other, at most {@link ClipTextConfig#positions}
   * @return [texts, tokens, width], in the given scope
   */
  public Tensor encode(Scope scope, List<int[]> ids) {
    return network.run(scope, List.of(TokenIds.tensor(scope, ids)));
  }
}
