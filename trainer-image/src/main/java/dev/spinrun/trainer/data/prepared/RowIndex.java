package dev.spinrun.trainer.data.prepared;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Which images a shard of synthetic latents has, and in which rows. A file of JSON: one list. */
public final class RowIndex {
  /** File name in a shard. */
  public static final String FILE = "images.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final long[] ascending;
  private final int[] rows;

  private RowIndex(long[] ascending, int[] rows) {
    this.ascending = ascending;
    this.rows = rows;
  }

  /** The index of the shard in this folder. */
  public static RowIndex read(Path folder) {
    long[] images;
    try {
      images = JSON.readValue(folder.resolve(FILE).toFile(), long[].class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int[] rows =
        IntStream.range(0, images.length)
            .boxed()
            .sorted(Comparator.comparingLong(row -> images[row]))
            .mapToInt(row -> row)
            .toArray();
    return new RowIndex(Arrays.stream(rows).mapToLong(row -> images[row]).toArray(), rows);
  }

  /** Writes the keys of a shard's images in the order of its rows. */
  public static void write(Path folder, List<Long> images) {
    try {
      Files.write(folder.resolve(FILE), JSON.writeValueAsBytes(images));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many images there are. */
  public int size() {
    return rows.length;
  }

  /** Whether the shard has the image of this key. */
  public boolean holds(long image) {
    return row(image) >= 0;
  }

  /** The rows of the images with keys of this range, both ends included. */
  IntStream rows(long first, long last) {
    int found = Arrays.binarySearch(ascending, first);
    return IntStream.range(found < 0 ? -found - 1 : found, ascending.length)
        .takeWhile(place -> ascending[place] <= last)
        .map(place -> rows[place]);
  }

  /** The image's row; negative if it has none. */
  int row(long image) {
    int found = Arrays.binarySearch(ascending, image);
    return found < 0 ? found : rows[found];
  }
}
