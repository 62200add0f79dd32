package dev.spinrun.trainer.data.prepared;

import dev.spinrun.trainer.data.prepared.RowFile.Rows;
import dev.spinrun.trainer.tensor.Shape;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A data set as the model sees it: a latent and a text embedding per example, and the embedding of
 * the empty prompt.
 *
 * <p>A folder: {@code index.json}, {@code empty.safetensors} and numbered parts, of which only
 * those that are in use need to be on the local disk. Used by one thread at a time.
 */
public final class PreparedData implements AutoCloseable {
  static final String EMPTY = "empty.safetensors";
  private static final String TEXT = "text";

  /** Parts whose files are open at a time; an open file costs next to nothing. */
  private static final int OPEN_PARTS = 64;

  private final PreparedIndex index;
  private final Parts parts;
  private final float[] emptyText;
  private final Map<Integer, PreparedPart> open = new LinkedHashMap<>(16, 0.75f, true);

  private PreparedData(PreparedIndex index, Parts parts, float[] emptyText) {
    this.index = index;
    this.parts = parts;
    this.emptyText = emptyText;
  }

  /** Where parts come from. */
  public interface Parts {
    /** The folder in which the files of this part are, brought there if need be. */
    Path folderOf(int part);

    /** The part will be wanted: it may be brought in the background. */
    default void prefetch(int part) {}
  }

  /** Opens a data set whose head is in a folder. */
  public static PreparedData open(Path head, Parts parts) {
    try (RowFile empty = RowFile.open(head.resolve(EMPTY), TEXT)) {
      return new PreparedData(PreparedIndex.read(head), parts, empty.row(0));
    }
  }

  /** Writes what is not of a part, when all parts are written. */
  static void writeHead(Path folder, PreparedIndex index, Rows emptyText) {
    RowFile.write(folder.resolve(EMPTY), Map.of(TEXT, emptyText));
    index.write(folder);
  }

  private PreparedPart part(int example) {
    int number = example / index.partExamples();
    PreparedPart part = open.get(number);
    if (part == null) {
      if (open.size() >= OPEN_PARTS) {
        Iterator<PreparedPart> eldest = open.values().iterator();
        eldest.next().close();
        eldest.remove();
      }
      part = PreparedPart.open(parts.folderOf(number), number, index.pairs());
      open.put(number, part);
    }
    return part;
  }

  private int row(int example) {
    return example % index.partExamples();
  }

  /** Number of examples. */
  public int size() {
    return index.examples();
  }

  /** Examples that lie together: reading one makes its neighbours cheap. */
  public int partExamples() {
    return index.partExamples();
  }

  /** Names of the files that are not of a part, without folder. */
  public static List<String> headFiles() {
    return List.of(PreparedIndex.FILE, EMPTY);
  }

  /** Names of a part's files, without folder. */
  public static List<String> filesOfPart(int part) {
    return PreparedPart.files(part);
  }

  /** The example will be asked for: its part may be brought in the background. */
  public void prefetch(int example) {
    parts.prefetch(example / index.partExamples());
  }

  /** The caption of an example. */
  public String caption(int example) {
    return part(example).caption(row(example));
  }

  /** Scaled latent of an example's image, of the preferred one in a pair, row-major [C, H, W]. */
  public float[] latent(int example) {
    return part(example).latents().row(row(example));
  }

  /** Scaled latent of a pair's rejected image, row-major [C, H, W]. */
  public float[] rejected(int example) {
    return part(example).rejected().row(row(example));
  }

  /** Text embedding of an example's caption, row-major [L, D]. */
  public float[] text(int example) {
    return part(example).texts().row(row(example));
  }

  /** Text embedding of the empty prompt, row-major [L, D]. */
  public float[] emptyText() {
    return emptyText.clone();
  }

  /** Shape [C, H, W] of the latents. */
  public Shape latentShape() {
    return new Shape(index.latentShape());
  }

  /** Shape [L, D] of the embeddings. */
  public Shape textShape() {
    return new Shape(index.textShape());
  }

  @Override
  public void close() {
    open.values().forEach(PreparedPart::close);
    open.clear();
  }
}
