package dev.spinrun.trainer.model;

import dev.spinrun.trainer.tensor.SafetensorsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Finds the files of one component (unet, vae, text_encoder, a CLIP model) in its folder.
 *
 * <p>Full precision is preferred; the half-precision variant is read when it is the only one.
 */
record ModelFolder(Path folder) {
  private static final List<String> WEIGHTS =
      List.of(
          "diffusion_pytorch_model.safetensors",
          "model.safetensors",
          "diffusion_pytorch_model.fp16.safetensors",
          "model.fp16.safetensors");

  ConfigReader config() {
    return ConfigReader.open(folder.resolve("config.json"));
  }

  SafetensorsFile weights() {
    Path file =
        WEIGHTS.stream()
            .map(folder::resolve)
            .filter(Files::isRegularFile)
            .findFirst()
            .orElseThrow(
                () ->
                    new UnusableModelException(
                        "%s holds no weights: none of %s is there. Weights in .bin files must be converted to safetensors."
                            .formatted(folder, WEIGHTS)));
    try {
      return SafetensorsFile.open(file);
    } catch (IOException e) {
      throw new UncheckedIOException("The weights " + file + " cannot be read.", e);
    }
  }
}
