package dev.spinrun.trainer.stage;

import dev.spinrun.trainer.nn.Weights;
import dev.spinrun.trainer.tensor.SafetensorsWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A diffusers folder that has everything of the opponent's but the weights of the UNet. */
final class CandidateFolder {
  private static final String UNET = "unet";
  private static final String CONFIG = "config.json";
  private static final String WEIGHTS = "diffusion_pytorch_model.safetensors";

  private CandidateFolder() {}

  /**
   * Writes the folder; configurations are copied as they are, weights are fp32 in diffusers' names.
   */
  static void write(Path opponent, Weights unet, Path target) {
    try {
      for (Path file : files(opponent)) {
        Path relative = opponent.relativize(file);
        boolean ofUnet = relative.startsWith(UNET);
        if (!ofUnet || relative.endsWith(CONFIG)) {
          Path copy = target.resolve(relative.toString());
          Files.createDirectories(copy.resolveSibling(""));
          Files.copy(file, copy);
        }
      }
      SafetensorsWriter.write(target.resolve(UNET).resolve(WEIGHTS), unet.byName());
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
