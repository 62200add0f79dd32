package dev.spinrun.trainer.stage;

import dev.spinrun.trainer.model.UNetFolder;
import dev.spinrun.trainer.nn.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A diffusers folder that has everything of the opponent's but the weights of the UNet. */
final class CandidateFolder {
  private static final String UNET = "unet";

  private CandidateFolder() {}

  /** Writes the folder; what is not of the UNet is copied as it is. */
  static void write(Path opponent, Weights unet, Path target) {
    try {
      for (Path file : files(opponent)) {
        Path relative = opponent.relativize(file);
        if (!relative.startsWith(UNET)) {
          Path copy = target.resolve(relative.toString());
          Files.createDirectories(copy.resolveSibling(""));
          Files.copy(file, copy);
        }
      }
      UNetFolder.write(opponent.resolve(UNET), target.resolve(UNET), unet);
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
