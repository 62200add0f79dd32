package dev.spinrun.trainer.data.prepared;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spinrun.trainer.tensor.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What a set of prepared examples consists of.
 *
 * @param fileExamples how many examples each file of the data set has, whether in this set or not
 * @param partNumbers how many consecutive numbers share a part
 * @param pairs whether each example has a rejected image beside the preferred one
 * @param latentShape [C, H, W] of every latent
 * @param examples numbers of the examples of this set, ascending
 * @param unusable numbers of those that were to be in it and cannot be used, ascending
 */
@SuppressWarnings("ArrayRecordComponent") // bulk numbers; never compared
record PreparedIndex(
    List<Integer> fileExamples,
    int partNumbers,
    boolean pairs,
    List<Long> latentShape,
    int[] examples,
    int[] unusable) {
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
      Files.createDirectories(folder);
      Files.write(folder.resolve(FILE), JSON.writeValueAsBytes(this));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The index of a set that consists of shards, given in the order of their examples. */
  static PreparedIndex join(List<PreparedIndex> shards) {
    PreparedIndex any = shards.get(0);
    return new PreparedIndex(
        any.fileExamples,
        any.partNumbers,
        any.pairs,
        any.latentShape,
        shards.stream().flatMapToInt(shard -> Arrays.stream(shard.examples)).toArray(),
        shards.stream().flatMapToInt(shard -> Arrays.stream(shard.unusable)).toArray());
  }

  Shape shape() {
    return new Shape(latentShape);
  }
}
