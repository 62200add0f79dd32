package dev.spinrun.trainer.data.prepared;

import dev.spinrun.trainer.data.prepared.RowFile.Rows;
import dev.spinrun.trainer.tensor.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a set of prepared examples into a folder, part by part: memory holds one part at most. */
public final class PreparedWriter {
  /** Numbers of one part: at SD-1.5 size up to 64 MB of latents. */
  public static final int PART_NUMBERS = 1024;

  private final Path folder;
  private final Shape latentShape;
  private final boolean pairs;
  private final List<Row> rows = new ArrayList<>();
  private final BitSet examples = new BitSet();

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
  public record Row(int number, String caption, float[] latent, float @Nullable [] rejected) {
    int part() {
      return number / PART_NUMBERS;
    }
  }

  /**
   * Takes one example, whose number is greater than that of the one before.
   *
   * @return whether the part before this example's is complete, whose files are in the folder now
   *     and may be moved away
   */
  public boolean add(Row row) {
    boolean completes = !rows.isEmpty() && rows.get(0).part() != row.part();
    if (completes) {
      flush();
    }
    rows.add(row);
    examples.set(row.number());
    return completes;
  }

  private void flush() {
    int part = rows.get(0).part();
    PreparedCaptions.write(
        folder.resolve(PreparedSet.captionFile(part)), rows.stream().map(Row::caption).toList());
    PreparedLatents.write(
        folder.resolve(PreparedSet.latentFile(part)),
        new Rows(rows.stream().map(Row::latent).toList(), latentShape),
        pairs ? new Rows(rows.stream().map(Row::rejected).toList(), latentShape) : null);
    rows.clear();
  }

  /** Examples taken so far. */
  public int size() {
    return examples.cardinality();
  }

  /**
   * Writes the last part and the index.
   *
   * @param fileExamples how many examples each file of the data set has
   * @param unusable those that cannot be used
   */
  public void finish(List<Integer> fileExamples, BitSet unusable) {
    if (!rows.isEmpty()) {
      flush();
    }
    new PreparedIndex(
            fileExamples,
            PART_NUMBERS,
            pairs,
            latentShape.dims(),
            examples.stream().toArray(),
            unusable.stream().toArray())
        .write(folder);
  }
}
