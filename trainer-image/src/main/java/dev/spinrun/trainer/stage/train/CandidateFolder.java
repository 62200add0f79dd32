package dev.spinrun.trainer.stage.train;

import dev.spinrun.trainer.model.unet.UNetFolder;
import dev.spinrun.trainer.nn.Weights;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.tensor.file.SafetensorsWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A diffusers folder that has everything of the opponent's but the weights of the UNet. */
final class CandidateFolder {
  private static final String UNET = "unet";
  private static final String LORA = "pytorch_lora_weights.safetensors";

  private CandidateFolder() {}

  /**
   * Writes the folder; what is not of the UNet is copied as it is.
   *
   * @param adapters that are merged into the weights already; written beside them under the name
   *     and with the prefix that diffusers' load_lora_weights looks for
   */
  static void write(Path opponent, Weights unet, Optional<Weights> adapters, Path target) {
    try {
      for (Path file : files(opponent)) {
        Path relative = opponent.relativize(file);
        if (!relative.startsWith(UNET) && !relative.endsWith(LORA)) {
          Path copy = target.resolve(relative.toString());
          Files.createDirectories(copy.resolveSibling(""));
          Files.copy(file, copy);
        }
      }
      UNetFolder.write(opponent.resolve(UNET), target.resolve(UNET), unet);
      if (adapters.isPresent()) {
        Map<String, Tensor> prefixed = new TreeMap<>();
        adapters.get().byName().forEach((name, t) -> prefixed.put(UNET + "." + name, t));
        SafetensorsWriter.write(target.resolve(LORA), prefixed);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the candidate cannot be written", e);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile).toList();
    }
  }
}
