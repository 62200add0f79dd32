package dev.spinrun.trainer.model.unet;

import dev.spinrun.trainer.model.ModelFolder;
import dev.spinrun.trainer.model.TensorNames;
import dev.spinrun.trainer.model.WeightLoader;
import dev.spinrun.trainer.nn.Activations;
import dev.spinrun.trainer.nn.BoundNetwork;
import dev.spinrun.trainer.nn.CompiledNetwork;
import dev.spinrun.trainer.nn.Declaration;
import dev.spinrun.trainer.nn.Precision;
import dev.spinrun.trainer.nn.RecordedPass;
import dev.spinrun.trainer.nn.ScriptCompiler;
import dev.spinrun.trainer.nn.Weights;
import dev.spinrun.trainer.nn.memory.NetworkMemory;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * The noise predictor, ready to compute. Letters: B batch, C channels, H height, W width, L tokens,
 * D text width. Used by one thread at a time.
 */
public final class UNet {
  private static final int ANY_TEXT_LENGTH = 1;

  private final UNetConfig config;
  private final Precision precision;
  private final CompiledNetwork compiled;
  private final Weights weights;
  private final BoundNetwork network;

  private UNet(
      UNetConfig config,
      Precision precision,
      CompiledNetwork compiled,
      Weights weights,
      BoundNetwork network) {
    this.config = config;
    this.precision = precision;
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
    CompiledNetwork compiled = ScriptCompiler.compile(scope, new UNetNetwork(config, 0));
    return new UNet(config, Precision.FP32, compiled, weights, compiled.bind(scope, weights));
  }

  /** Parameters, and operations for one latent of the default size and a text of one token. */
  public static Declaration declare(UNetConfig config) {
    return declare(config, 0);
  }

  /** Parameters, and operations for latents of this shape and texts of so many tokens. */
  public static Declaration declare(UNetConfig config, Shape latentBCHW, int tokens) {
    return declare(config, 0, latentBCHW, tokens);
  }

  private static Declaration declare(UNetConfig config, int adapterRank) {
    Shape latent = Shape.of(1, config.inChannels(), config.sampleSize(), config.sampleSize());
    return declare(config, adapterRank, latent, ANY_TEXT_LENGTH);
  }

  private static Declaration declare(
      UNetConfig config, int adapterRank, Shape latentBCHW, int tokens) {
    return Declaration.of(
        new UNetNetwork(config, adapterRank), inputShapes(config, latentBCHW, tokens));
  }

  private static List<Shape> inputShapes(UNetConfig config, Shape latentBCHW, int tokens) {
    long batch = latentBCHW.dim(0);
    return List.of(
        latentBCHW,
        Shape.of(batch, config.channels().get(0)),
        Shape.of(batch, tokens, config.textWidth()));
  }

  /**
   * Memory of passes over latents of this shape and texts of so many tokens.
   *
   * @param adapterRank of adapters; 0 for none
   * @param trained tells weights that are trained by their names
   */
  public static NetworkMemory memory(
      UNetConfig config,
      int adapterRank,
      Shape latentBCHW,
      int tokens,
      Precision precision,
      Predicate<String> trained) {
    return NetworkMemory.of(
        new UNetNetwork(config, adapterRank),
        inputShapes(config, latentBCHW, tokens),
        precision,
        trained);
  }

  /** The same network with other weights of the same names and shapes; scripts are shared. */
  public UNet withWeights(Scope scope, Weights other) {
    return new UNet(config, precision, compiled, other, compiled.bind(scope, other));
  }

  /** Name and shape of each matrix of adapters of this rank. */
  public Map<String, Shape> adapterShapes(int rank) {
    Map<String, Shape> shapes = new LinkedHashMap<>(declare(config, rank).parameters());
    shapes.keySet().removeAll(weights.byName().keySet());
    return shapes;
  }

  /** This network with adapters, whose matrices are among the weights then. */
  public UNet withAdapters(Scope scope, int rank, Weights adapters) {
    Weights all = weights.and(adapters);
    CompiledNetwork adapted =
        ScriptCompiler.compile(scope, new UNetNetwork(config, rank), precision);
    return new UNet(config, precision, adapted, all, adapted.bind(scope, all));
  }

  /** This network computing in another precision, with the same weights. */
  public UNet in(Scope scope, Precision other) {
    if (other == precision) {
      return this;
    }
    CompiledNetwork changed = ScriptCompiler.compile(scope, new UNetNetwork(config, 0), other);
    return new UNet(config, other, changed, weights, changed.bind(scope, weights));
  }

  /** This network with its large weights in its precision already, if that is narrower. */
  public UNet castForInference(Scope scope) {
    return precision.isHalf() ? withWeights(scope, weights.in(scope, precision)) : this;
  }

  /** This network for predictions alone, in this precision. */
  public UNet forPredictions(Scope scope, Precision other) {
    return in(scope, other).castForInference(scope).packed(scope);
  }

  /**
   * This network for predictions alone, with convolution kernels in the order in which the CPU
   * reads them. They take the place of those in the file, which leave memory. The predictions for
   * more than one latent have the same bits. Of a network that computes in halves, the same
   * network.
   */
  public UNet packed(Scope scope) {
    if (precision.isHalf()) {
      return this;
    }
    BoundNetwork packed = compiled.bindPacked(scope, weights, declare(config).convolutions());
    return new UNet(config, precision, compiled, weights, packed);
  }

  /**
   * This network for predictions alone, with no more of its weights in memory than one block reads;
   * see {@link Tensor#dropPages}.
   */
  public UNet droppingPages() {
    return new UNet(config, precision, compiled, weights, network.droppingPages());
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
  public Tensor predict(
      Scope scope,
      Tensor noisyBCHW,
      float[] timesteps,
      Tensor textBLD,
      BiConsumer<String, Tensor> observer) {
    return network.run(scope, inputs(scope, noisyBCHW, timesteps, textBLD), observer);
  }

  /** As {@link #predict}, so that a backward pass can follow. */
  public RecordedPass record(
      Scope scope, Tensor noisyBCHW, float[] timesteps, Tensor textBLD, Activations activations) {
    return network.record(scope, inputs(scope, noisyBCHW, timesteps, textBLD), activations);
  }

  private List<Tensor> inputs(Scope scope, Tensor noisyBCHW, float[] timesteps, Tensor textBLD) {
    requireShapes(noisyBCHW.shape(), timesteps.length, textBLD.shape());
    int width = config.channels().get(0);
    Tensor sinusoids =
        scope.floats(TimestepEmbedding.of(timesteps, width), Shape.of(timesteps.length, width));
    return List.of(noisyBCHW, sinusoids, textBLD);
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
