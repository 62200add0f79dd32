package dev.spinrun.trainer.data.prepared;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a prepared data set consists of.
 *
 * @param examples how many there are
 * @param partExamples how many are in each part but the last
 * @param pairs whether each has a rejected image beside the preferred one
 * @param latentShape [C, H, W] of every latent
 */
public record PreparedIndex(int examples, int partExamples, boolean pairs, List<Long> latentShape) {
  private static final ObjectMapper JSON = new ObjectMapper();
  static final String FILE = "index.json";

  static PreparedIndex read(Path folder) {
    try {
      return JSON.readValue(folder.resolve(FILE).toFile(), PreparedIndex.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(Path folder) {
    try {
      Files.write(folder.resolve(FILE), JSON.writeValueAsBytes(this));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int parts() {
    return (examples + partExamples - 1) / partExamples;
  }
}
