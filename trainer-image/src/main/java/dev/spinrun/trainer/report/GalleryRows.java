package dev.spinrun.trainer.report;

import dev.spinrun.contract.settings.ScorerName;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the rows of a gallery are: a document beside it, from which the next iteration's gallery is
 * made. Pictures with letters in them cannot be put together again.
 *
 * @param rows oldest first; the last one is the candidate's own
 */
public record GalleryRows(int schema, List<Row> rows) {
  /** More would make a picture that no program likes to open. */
  private static final int MAX_SHOWN = 12;

  public GalleryRows {
    rows = List.copyOf(rows);
  }

  /**
   * One candidate.
   *
   * @param evaluation key of the folder that holds its previews
   * @param columns digest of prompts, seed and size: equal in rows that can be compared
   * @param mean of the first scorer over all images
   * @param winRate against its own opponent by the first scorer; absent where there is none
   */
  public record Row(
      int iteration,
      String evaluation,
      String columns,
      ScorerName scorer,
      double mean,
      @Nullable Double winRate) {}

  /** The same with the row of the next candidate. */
  public GalleryRows with(Row next) {
    return new GalleryRows(schema, Stream.concat(rows.stream(), Stream.of(next)).toList());
  }

  /** The rows that can be compared with the last one, which are the first and the newest ones. */
  public List<Row> shown() {
    String columns = rows.get(rows.size() - 1).columns();
    List<Row> comparable = rows.stream().filter(row -> row.columns().equals(columns)).toList();
    int size = comparable.size();
    return size <= MAX_SHOWN
        ? comparable
        : Stream.concat(
                Stream.of(comparable.get(0)),
                comparable.subList(size - MAX_SHOWN + 1, size).stream())
            .toList();
  }
}
