package dev.spinrun.trainer.data.prepared;

import dev.spinrun.trainer.data.InvalidDataException;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.file.RowWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The images that opponents have drawn for a training, as latents, in shards of numbered parts, of
 * which only those that are in use need to be on the local disk. Used by one thread at a time.
 */
public final class SyntheticData implements AutoCloseable {
  /** Images of each part of a shard but the last: the most that is drawn again after a failure. */
  public static final int PART_IMAGES = 256;

  private static final String LATENTS = "latents";

  private final List<DrawnShard> shards;
  private final PartFiles files;
  private final OpenParts<RowFile> parts;

  private SyntheticData(List<DrawnShard> shards, PartFiles files) {
    this.shards = shards;
    this.files = files;
    this.parts = new OpenParts<>(this::open, RowFile::close);
  }

  /** A shard whose parts are numbered from {@code firstPart} on, over all shards. */
  private record DrawnShard(RowIndex index, int firstPart) {
    int partOf(int row) {
      return firstPart + row / PART_IMAGES;
    }

    /** Images of a part; 0 or less if it is none of this shard's. */
    int images(int part) {
      return part < firstPart
          ? 0
          : Math.min(PART_IMAGES, index.size() - (part - firstPart) * PART_IMAGES);
    }
  }

  /**
   * Opens shards.
   *
   * @param files of all their parts, numbered through from shard to shard
   */
  public static SyntheticData open(List<RowIndex> shards, PartFiles files) {
    List<DrawnShard> numbered = new ArrayList<>();
    int parts = 0;
    for (RowIndex index : shards) {
      numbered.add(new DrawnShard(index, parts));
      parts += parts(index.size());
    }
    return new SyntheticData(numbered, files);
  }

  private RowFile open(int part) {
    Path file = files.of(part);
    RowFile latents = RowFile.open(file, LATENTS);
    int images =
        shards.stream()
            .mapToInt(shard -> shard.images(part))
            .filter(n -> n > 0)
            .findFirst()
            .orElseThrow();
    if (latents.size() != images) {
      latents.close();
      throw new InvalidDataException(
          "%s has %d latents for %d images.".formatted(file, latents.size(), images));
    }
    return latents;
  }

  /** How many parts a shard of so many images has. */
  public static int parts(int images) {
    return (images + PART_IMAGES - 1) / PART_IMAGES;
  }

  /** Name of the file of a shard's part. */
  public static String file(int part) {
    return "part-%05d.safetensors".formatted(part);
  }

  /** Writes the latents of one part of a shard of so many images, one by one. */
  public static RowWriter writer(Path folder, int part, int images, Shape shape)
      throws IOException {
    int rows = Math.min(PART_IMAGES, images - part * PART_IMAGES);
    return RowWriter.open(folder.resolve(file(part)), LATENTS, rows, shape);
  }

  /** How many latents there are. */
  public int size() {
    return shards.stream().mapToInt(shard -> shard.index.size()).sum();
  }

  /** Whether there is one of this key. */
  public boolean holds(long image) {
    return shards.stream().anyMatch(shard -> shard.index.holds(image));
  }

  /** Images with keys of this range, both ends included, will be asked for in a while. */
  public void prefetch(long first, long last) {
    shards.stream()
        .flatMapToInt(shard -> shard.index.rows(first, last).map(shard::partOf))
        .distinct()
        .forEach(files::prefetch);
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
        return parts.part(shard.partOf(row)).row(row % PART_IMAGES);
      }
    }
    throw new InvalidDataException("Image " + image + " was never drawn.");
  }

  @Override
  public void close() {
    parts.close();
  }
}
