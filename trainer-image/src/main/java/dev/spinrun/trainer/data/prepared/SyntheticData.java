package dev.spinrun.trainer.data.prepared;

import dev.spinrun.trainer.data.InvalidDataException;
import dev.spinrun.trainer.data.Shard;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.file.RowWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The opponent's latents: one for each example of the prepared data, in the same order, in shards.
 */
public final class SyntheticData {
  /** File name of a shard. */
  public static final String FILE = "latents.safetensors";

  private static final String LATENTS = "latents";

  private final List<RowFile> shards;
  private final int size;

  private SyntheticData(List<RowFile> shards, int size) {
    this.shards = shards;
    this.size = size;
  }

  /**
   * Opens downloaded shards.
   *
   * @param files of all shards in order
   * @param size number of examples over all shards
   * @throws InvalidDataException if a shard has another number of latents than its share
   */
  public static SyntheticData open(List<Path> files, int size) {
    List<RowFile> shards = files.stream().map(file -> RowFile.open(file, LATENTS)).toList();
    for (int shard = 0; shard < shards.size(); shard++) {
      int expected = Shard.of(size, shard, shards.size()).size();
      if (shards.get(shard).size() != expected) {
        throw new InvalidDataException(
            "Shard %d of the synthetic latents has %d of its %d latents."
                .formatted(shard, shards.get(shard).size(), expected));
      }
    }
    return new SyntheticData(shards, size);
  }

  /** Writes the latents of one shard, one by one. */
  public static RowWriter writer(Path file, int latents, Shape shape) throws IOException {
    return RowWriter.open(file, LATENTS, latents, shape);
  }

  /** The opponent's scaled latent for an example, row-major [C, H, W]. */
  public float[] latent(int example) {
    int shard = Shard.holding(example, size, shards.size());
    return shards.get(shard).row(example - Shard.of(size, shard, shards.size()).begin());
  }
}
