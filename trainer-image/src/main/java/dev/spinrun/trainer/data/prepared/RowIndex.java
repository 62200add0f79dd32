package dev.spinrun.trainer.data.prepared;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Which examples a shard of synthetic latents has, and in which rows. A file of JSON: one list. */
public final class RowIndex {
  /** File name in a shard. */
  public static final String FILE = "examples.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Example in the upper half, row in the lower one; ascending. */
  private final long[] rows;

  private RowIndex(long[] rows) {
    this.rows = rows;
  }

  /** The index of the shard in this folder. */
  public static RowIndex read(Path folder) {
    try {
      return of(JSON.readValue(folder.resolve(FILE).toFile(), int[].class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RowIndex of(int... examples) {
    return new RowIndex(
        IntStream.range(0, examples.length)
            .mapToLong(row -> key(examples[row]) | row)
            .sorted()
            .toArray());
  }

  /** Writes the examples of a shard in the order of its rows. */
  public static void write(Path folder, List<Integer> examples) {
    try {
      Files.write(folder.resolve(FILE), JSON.writeValueAsBytes(examples));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long key(int example) {
    return (long) example << Integer.SIZE;
  }

  /** How many examples there are. */
  public int size() {
    return rows.length;
  }

  /** Whether the shard has this example. */
  public boolean holds(int example) {
    return row(example) >= 0;
  }

  /** The example's row; negative if it has none. */
  int row(int example) {
    int found = Arrays.binarySearch(rows, key(example));
    int place = found >= 0 ? found : -found - 1;
    return place < rows.length && rows[place] >>> Integer.SIZE == example ? (int) rows[place] : -1;
  }
}
