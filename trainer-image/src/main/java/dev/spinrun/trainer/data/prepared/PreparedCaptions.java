package dev.spinrun.trainer.data.prepared;

import dev.spinrun.trainer.data.JsonLines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Captions of one part of a prepared data set, in JSON Lines: small beside its latents. */
record PreparedCaptions(List<String> captions) {
  static PreparedCaptions open(Path file) {
    try {
      return new PreparedCaptions(JsonLines.prompts(Files.readAllBytes(file), file.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void write(Path file, List<String> captions) {
    StringBuilder lines = new StringBuilder();
    captions.forEach(caption -> lines.append(JsonLines.line(caption)).append('\n'));
    try {
      Files.writeString(file, lines, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
