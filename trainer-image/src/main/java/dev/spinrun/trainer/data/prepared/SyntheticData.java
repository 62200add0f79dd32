package dev.spinrun.trainer.data.prepared;

import dev.spinrun.trainer.data.InvalidDataException;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.file.RowWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The images that opponents have drawn for a training, as latents, in shards. */
public final class SyntheticData {
  /** File name of a shard's latents; a shard without any has no such file. */
  public static final String FILE = "latents.safetensors";

  private static final String LATENTS = "latents";

  private final List<DrawnShard> shards;

  private SyntheticData(List<DrawnShard> shards) {
    this.shards = shards;
  }

  private record DrawnShard(RowIndex index, RowFile latents) {
    static DrawnShard open(Path folder, RowIndex index) {
      RowFile latents = RowFile.open(folder.resolve(FILE), LATENTS);
      if (latents.size() != index.size()) {
        throw new InvalidDataException(
            "%s has %d latents for %d images."
                .formatted(folder.resolve(FILE), latents.size(), index.size()));
      }
      return new DrawnShard(index, latents);
    }
  }

  /**
   * Opens downloaded shards.
   *
   * @throws InvalidDataException if one has not as many latents as images
   */
  public static SyntheticData open(List<Path> folders) {
    List<DrawnShard> shards = new ArrayList<>();
    for (Path folder : folders) {
      RowIndex index = RowIndex.read(folder);
      if (index.size() > 0) {
        shards.add(DrawnShard.open(folder, index));
      }
    }
    return new SyntheticData(shards);
  }

  /** Writes the latents of one shard, one by one. */
  public static RowWriter writer(Path folder, int latents, Shape shape) throws IOException {
    return RowWriter.open(folder.resolve(FILE), LATENTS, latents, shape);
  }

  /** How many latents there are. */
  public int size() {
    return shards.stream().mapToInt(shard -> shard.index.size()).sum();
  }

  /** Whether there is one of this key. */
  public boolean holds(long image) {
    return shards.stream().anyMatch(shard -> shard.index.holds(image));
  }

  /**
   * The scaled latent of an image, row-major [C, H, W].
   *
   * @throws InvalidDataException if there is none
   */
  public float[] latent(long image) {
    for (DrawnShard shard : shards) {
      int row = shard.index.row(image);
      if (row >= 0) {
        return shard.latents.row(row);
      }
    }
    throw new InvalidDataException("Image " + image + " was never drawn.");
  }
}
