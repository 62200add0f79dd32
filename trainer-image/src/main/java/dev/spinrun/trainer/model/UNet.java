package dev.spinrun.trainer.model;

import dev.spinrun.trainer.nn.BoundNetwork;
import dev.spinrun.trainer.nn.CompiledNetwork;
import dev.spinrun.trainer.nn.Declaration;
import dev.spinrun.trainer.nn.ScriptCompiler;
import dev.spinrun.trainer.nn.Weights;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The noise predictor, ready to compute. Letters: B batch, C channels, H height, W width, L tokens,
 * D text width. Used by one thread at a time.
 */
public final class UNet {
  private static final int ANY_TEXT_LENGTH = 1;

  private final UNetConfig config;
  private final CompiledNetwork compiled;
  private final Weights weights;
  private final BoundNetwork network;

  private UNet(UNetConfig config, CompiledNetwork compiled, Weights weights, BoundNetwork network) {
    this.config = config;
    this.compiled = compiled;
    this.weights = weights;
    this.network = network;
  }

  /**
   * Loads a unet folder; the model lives as long as the scope.
   *
   * @throws UnusableModelException if configuration or weights are not those of such a network
   */
  public static UNet load(Scope scope, Path folder) {
    UNetConfig config = UNetConfig.read(new ModelFolder(folder).config());
    Map<String, Shape> declared = declare(config).parameters();
    Weights weights = new WeightLoader(folder, TensorNames.CURRENT).load(scope, declared);
    CompiledNetwork compiled = ScriptCompiler.compile(scope, new UNetNetwork(config));
    return new UNet(config, compiled, weights, compiled.bind(scope, weights));
  }

  /** Parameters, and operations for one latent of the default size and a text of one token. */
  public static Declaration declare(UNetConfig config) {
    Shape latent = Shape.of(1, config.inChannels(), config.sampleSize(), config.sampleSize());
    return Declaration.of(
        new UNetNetwork(config),
        List.of(
            latent,
            Shape.of(1, config.channels().get(0)),
            Shape.of(1, ANY_TEXT_LENGTH, config.textWidth())));
  }

  /** The same network with other weights of the same names and shapes; scripts are shared. */
  public UNet withWeights(Scope scope, Weights other) {
    return new UNet(config, compiled, other, compiled.bind(scope, other));
  }

  /** The shape of this network. */
  public UNetConfig config() {
    return config;
  }

  /** The parameters; possibly the mapped file, so copy them before writing to them. */
  public Weights weights() {
    return weights;
  }

  /**
   * Predicts the noise in latents.
   *
   * @param timesteps one per sample, 0-based in the noise schedule; some samplers ask between two
   * @return [B, C, H, W], in the given scope
   */
  public Tensor predict(Scope scope, Tensor noisyBCHW, float[] timesteps, Tensor textBLD) {
    return predict(scope, noisyBCHW, timesteps, textBLD, (block, value) -> {});
  }

  /** The same, showing the result of each block to an observer, which must not keep it. */
  Tensor predict(
      Scope scope,
      Tensor noisyBCHW,
      float[] timesteps,
      Tensor textBLD,
      BiConsumer<String, Tensor> observer) {
    requireShapes(noisyBCHW.shape(), timesteps.length, textBLD.shape());
    int width = config.channels().get(0);
    Tensor sinusoids =
        scope.floats(TimestepEmbedding.of(timesteps, width), Shape.of(timesteps.length, width));
    return network.run(scope, List.of(noisyBCHW, sinusoids, textBLD), observer);
  }

  private void requireShapes(Shape latents, int timesteps, Shape text) {
    int halvings = 1 << (config.channels().size() - 1);
    boolean fits =
        latents.rank() == 4
            && text.rank() == 3
            && latents.dim(0) == timesteps
            && text.dim(0) == timesteps
            && latents.dim(1) == config.inChannels()
            && text.dim(2) == config.textWidth()
            && latents.dim(2) % halvings == 0
            && latents.dim(3) % halvings == 0;
    if (!fits) {
      throw new IllegalArgumentException(
          "The UNet takes latents [B, %d, H, W] (H and W multiples of %d), B timesteps and text [B, L, %d]; it got %s, %d and %s."
              .formatted(
                  config.inChannels(), halvings, config.textWidth(), latents, timesteps, text));
    }
  }
}
