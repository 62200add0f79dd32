package dev.spinrun.trainer.check;

import dev.spinrun.trainer.check.sample.ModelSize;
import dev.spinrun.trainer.check.sample.NoisePairs;
import dev.spinrun.trainer.model.unet.UNet;
import dev.spinrun.trainer.nn.Activations;
import dev.spinrun.trainer.nn.RecordedPass;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.tensor.file.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** One forward and one backward pass of a UNet over noise that is the same on every machine. */
final class NoisePass {
  /** Begins the names of gradients among the results. */
  static final String GRADIENT = "gradient of ";

  /** Two latents: for single small ones libtorch has kernels of their own. */
  private static final float[] TIMESTEPS = {200, 800};

  private NoisePass() {}

  /**
   * Entry point of the second process, which sees no GPU: writes what the CPU computes.
   *
   * @param arguments a size, the folder of a UNet of this size, and the file to write
   */
  public static void main(String[] arguments) throws IOException {
    try (Scope scope = Scope.open()) {
      UNet unet = UNet.load(scope, Path.of(arguments[1]));
      ModelSize size = ModelSize.valueOf(arguments[0]);
      SafetensorsWriter.write(Path.of(arguments[2]), run(scope, unet, size));
    }
  }

  /** The result of each block and the gradient of each weight, by name; they are the scope's. */
  static Map<String, Tensor> run(Scope scope, UNet unet, ModelSize size) {
    int images = TIMESTEPS.length;
    Tensor noisy = noise(scope, 0, size.latent().prepend(images));
    Tensor text = noise(scope, 1, size.text().prepend(images));
    Map<String, Tensor> results = new LinkedHashMap<>();
    unet.predict(
        scope, noisy, TIMESTEPS, text, (block, value) -> results.put(block, scope.copy(value)));
    UNet trained = unet.withWeights(scope, unet.weights().leaves(scope));
    RecordedPass pass = trained.record(scope, noisy, TIMESTEPS, text, Activations.KEPT);
    pass.backward(noise(scope, 2, size.latent().prepend(images)), names -> {});
    trained
        .weights()
        .byName()
        .forEach((name, leaf) -> results.put(GRADIENT + name, leaf.gradient(scope)));
    return results;
  }

  private static Tensor noise(Scope scope, int purpose, Shape shape) {
    return scope.floats(NoisePairs.normals(purpose, 0, shape), shape);
  }
}
