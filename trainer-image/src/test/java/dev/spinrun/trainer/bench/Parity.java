package dev.spinrun.trainer.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spinrun.trainer.golden.Golden;
import dev.spinrun.trainer.model.unet.UNet;
import dev.spinrun.trainer.model.unet.UNetFolder;
import dev.spinrun.trainer.model.vae.Autoencoder;
import dev.spinrun.trainer.tensor.EagerMath;
import dev.spinrun.trainer.tensor.GradientRecording;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.tensor.file.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What our networks make of a diffusers folder: predictions, latents, the gradient of every
 * parameter; for {@code src/bench/parity.py}, which asks diffusers the same. Also writes the UNet
 * as a candidate is written, for diffusers to load.
 */
public final class Parity {
  private static final float[] TIMESTEPS = {500};

  private Parity() {}

  /**
   * Arguments: the model's folder, height and width of a latent, tokens, width of a text row, out.
   */
  public static void main(String[] arguments) throws IOException {
    Path model = Path.of(arguments[0]);
    int side = Integer.parseInt(arguments[1]);
    Shape latents = Shape.of(1, 4, side, side);
    Shape texts = Shape.of(1, Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
    Path out = Path.of(arguments[4]);
    Map<String, Object> results = new LinkedHashMap<>();
    try (Scope scope = Scope.open()) {
      UNet unet = UNet.load(scope, model.resolve("unet"));
      UNetFolder.write(model.resolve("unet"), out.resolve("unet"), unet.weights());
      results.putAll(prediction(scope, unet, latents, texts));
      Map<String, Tensor> gradients = new LinkedHashMap<>();
      unet.weights().byName().forEach((name, w) -> gradients.put(name, w.gradient(scope)));
      SafetensorsWriter.write(out.resolve("gradients.safetensors"), gradients);
    }
    try (Scope scope = Scope.open()) {
      Autoencoder vae = Autoencoder.load(scope, model.resolve("vae"));
      int pixels = side * vae.config().factor();
      Tensor picture = noise(scope, Shape.of(1, 3, pixels, pixels), 4);
      results.put("encoded", vae.encode(picture).mean());
      results.put("decoded", vae.decode(scope, noise(scope, latents, 5)).toFloats());
    }
    new ObjectMapper().writeValue(out.resolve("ours.json").toFile(), results);
  }

  private static Map<String, Object> prediction(
      Scope scope, UNet unet, Shape latents, Shape texts) {
    Map<String, Object> results = new LinkedHashMap<>();
    unet.weights().tensors().forEach(Tensor::requireGradient);
    try (GradientRecording recording = GradientRecording.start()) {
      Tensor predicted =
          unet.predict(scope, noise(scope, latents, 1), TIMESTEPS, noise(scope, texts, 2));
      EagerMath math = new EagerMath(scope);
      Tensor error = math.subtract(predicted, noise(scope, latents, 3));
      Tensor loss =
          math.meanOfLast(math.reshape(math.multiply(error, error), Shape.of(latents.elements())));
      loss.backward();
      results.put("predicted", predicted.toFloats());
      results.put("loss", loss.toFloat());
    }
    return results;
  }

  /** Looks random, and is the same in both languages. */
  private static Tensor noise(Scope scope, Shape shape, int k) {
    return scope.floats(
        Golden.fill(
            shape,
            j -> {
              double far = 43758.5453 * Math.sin(12.9898 * (j + 1) + 78.233 * (k + 1));
              return 2 * (far - Math.floor(far)) - 1;
            }),
        shape);
  }
}
