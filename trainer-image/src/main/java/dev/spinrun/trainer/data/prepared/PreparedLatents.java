package dev.spinrun.trainer.data.prepared;

import dev.spinrun.trainer.data.prepared.RowFile.Rows;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The latents of one part of a prepared data set, which are those of consecutive examples. */
record PreparedLatents(RowFile latents, @Nullable RowFile rejected) implements AutoCloseable {
  private static final String LATENTS = "latents";
  private static final String REJECTED = "rejected";

  static PreparedLatents open(Path file, boolean pairs) {
    return new PreparedLatents(
        RowFile.open(file, LATENTS), pairs ? RowFile.open(file, REJECTED) : null);
  }

  /**
   * Writes a part.
   *
   * @param rejected absent for data without pairs
   */
  static void write(Path file, Rows latents, @Nullable Rows rejected) {
    Map<String, Rows> tensors = new LinkedHashMap<>(Map.of(LATENTS, latents));
    if (rejected != null) {
      tensors.put(REJECTED, rejected);
    }
    RowFile.write(file, tensors);
  }

  RowFile requireRejected() {
    if (rejected == null) {
      throw new IllegalStateException("This data set was prepared without pairs.");
    }
    return rejected;
  }

  @Override
  public void close() {
    latents.close();
    if (rejected != null) {
      rejected.close();
    }
  }
}
