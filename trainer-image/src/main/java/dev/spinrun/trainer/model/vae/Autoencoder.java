package dev.spinrun.trainer.model.vae;

import dev.spinrun.trainer.model.ModelFolder;
import dev.spinrun.trainer.model.TensorNames;
import dev.spinrun.trainer.model.WeightLoader;
import dev.spinrun.trainer.nn.BoundNetwork;
import dev.spinrun.trainer.nn.Declaration;
import dev.spinrun.trainer.nn.Precision;
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

/**
 * The AutoencoderKL between pixels in [-1, 1] and its own, unscaled latents. Letters: B batch, C
 * channels, H height, W width. Used by one thread at a time.
 */
public final class Autoencoder {
  private final VaeConfig config;
  private final BoundNetwork encoder;
  private final BoundNetwork decoder;

  private Autoencoder(VaeConfig config, BoundNetwork encoder, BoundNetwork decoder) {
    this.config = config;
    this.encoder = encoder;
    this.decoder = decoder;
  }

  /**
   * Loads a vae folder; the model lives as long as the scope.
   *
   * @throws UnusableModelException if configuration or weights are not those of such a network
   */
  public static Autoencoder load(Scope scope, Path folder) {
    VaeConfig config = VaeConfig.read(new ModelFolder(folder).config());
    Weights weights =
        new WeightLoader(folder, TensorNames.AUTOENCODER).load(scope, parameters(config));
    return new Autoencoder(
        config,
        ScriptCompiler.compile(scope, new VaeEncoder(config)).bind(scope, weights),
        ScriptCompiler.compile(scope, new VaeDecoder(config)).bind(scope, weights));
  }

  /** Name and shape of every parameter. */
  public static Map<String, Shape> parameters(VaeConfig config) {
    Shape image = Shape.of(1, config.imageChannels(), config.sampleSize(), config.sampleSize());
    Declaration encoder = declareEncoder(config, image);
    Shape latent = encoder.output().with(1, config.latentChannels());
    Map<String, Shape> all = new LinkedHashMap<>(encoder.parameters());
    all.putAll(declareDecoder(config, latent).parameters());
    return all;
  }

  /** Parameters of the encoder, and operations for images of this shape. */
  public static Declaration declareEncoder(VaeConfig config, Shape imageBCHW) {
    return Declaration.of(new VaeEncoder(config), List.of(imageBCHW));
  }

  /** Parameters of the decoder, and operations for latents of this shape. */
  public static Declaration declareDecoder(VaeConfig config, Shape latentBCHW) {
    return Declaration.of(new VaeDecoder(config), List.of(latentBCHW));
  }

  /** Memory of the encoder for images of this shape. */
  public static NetworkMemory encoderMemory(VaeConfig config, Shape imageBCHW) {
    return NetworkMemory.of(new VaeEncoder(config), List.of(imageBCHW), Precision.FP32);
  }

  /** Memory of the decoder for latents of this shape. */
  public static NetworkMemory decoderMemory(VaeConfig config, Shape latentBCHW) {
    return NetworkMemory.of(new VaeDecoder(config), List.of(latentBCHW), Precision.FP32);
  }

  public VaeConfig config() {
    return config;
  }

  /**
   * Finds the distribution of an image's latent.
   *
   * @param imageBCHW pixels in [-1, 1]; H and W multiples of {@link VaeConfig#factor}
   */
  public Posterior encode(Tensor imageBCHW) {
    requireShape("encoder", imageBCHW.shape(), config.imageChannels(), config.factor());
    try (Scope step = Scope.open()) {
      Tensor moments = encoder.run(step, List.of(imageBCHW));
      return Posterior.ofMoments(moments.toFloats(), moments.shape());
    }
  }

  /** Draws the image of an unscaled latent, in about [-1, 1]; it belongs to the scope. */
  public Tensor decode(Scope scope, Tensor latentBCHW) {
    requireShape("decoder", latentBCHW.shape(), config.latentChannels(), 1);
    return decoder.run(scope, List.of(latentBCHW));
  }

  private static void requireShape(String what, Shape shape, int channels, int multiple) {
    if (shape.rank() != 4
        || shape.dim(1) != channels
        || shape.dim(2) % multiple != 0
        || shape.dim(3) % multiple != 0) {
      throw new IllegalArgumentException(
          "The %s takes [B, %d, H, W] with H and W multiples of %d; it got %s."
              .formatted(what, channels, multiple, shape));
    }
  }
}
