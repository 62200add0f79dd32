package dev.spinrun.trainer.data.prepared;

import dev.spinrun.trainer.data.prepared.RowFile.Rows;
import dev.spinrun.trainer.tensor.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a prepared data set into a folder, part by part: memory holds one part at most. */
public final class PreparedWriter {
  /** Examples of one part: at SD-1.5 size 64 MB of latents. */
  static final int PART_EXAMPLES = 1024;

  private final Path folder;
  private final Shape latentShape;
  private final boolean pairs;
  private final List<Row> rows = new ArrayList<>();
  private int parts;
  private int written;

  /** A writer into an empty folder. */
  public PreparedWriter(Path folder, Shape latentShape, boolean pairs) {
    this.folder = folder;
    this.latentShape = latentShape;
    this.pairs = pairs;
  }

  /**
   * One example.
   *
   * @param rejected latent of a pair's other image; absent without pairs
   */
  @SuppressWarnings("ArrayRecordComponent") // bulk numbers; never compared
  public record Row(String caption, float[] latent, float @Nullable [] rejected) {}

  /**
   * Takes one example.
   *
   * @return whether this completed a part, whose files are in the folder now and may be moved away
   */
  public boolean add(Row row) {
    rows.add(row);
    if (rows.size() < PART_EXAMPLES) {
      return false;
    }
    flush();
    return true;
  }

  private void flush() {
    PreparedCaptions.write(
        folder.resolve(PreparedData.captionFile(parts)), rows.stream().map(Row::caption).toList());
    PreparedLatents.write(
        folder.resolve(PreparedData.latentFile(parts)),
        new Rows(rows.stream().map(Row::latent).toList(), latentShape),
        pairs ? new Rows(rows.stream().map(Row::rejected).toList(), latentShape) : null);
    written += rows.size();
    parts++;
    rows.clear();
  }

  /** Examples taken so far. */
  public int size() {
    return written + rows.size();
  }

  /** Writes the last part and the index. */
  public void finish() {
    if (!rows.isEmpty()) {
      flush();
    }
    new PreparedIndex(written, PART_EXAMPLES, pairs, latentShape.dims()).write(folder);
  }
}
