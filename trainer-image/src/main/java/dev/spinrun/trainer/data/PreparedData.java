package dev.spinrun.trainer.data;

import dev.spinrun.trainer.data.RowFile.Rows;
import dev.spinrun.trainer.tensor.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A data set as the model sees it: a latent and a text embedding per example, and the embedding of
 * the empty prompt.
 *
 * <p>A folder: {@code captions.jsonl}, {@code empty.safetensors} and numbered parts.
 */
public final class PreparedData {
  /** Examples of one part: at SD-1.5 size 0.3 GB of latents and 1 GB of embeddings. */
  public static final int PART_EXAMPLES = 4096;

  private static final String CAPTIONS = "captions.jsonl";
  private static final String EMPTY = "empty.safetensors";
  private static final String LATENTS = "latents";
  private static final String TEXT = "text";

  private final List<String> captions;
  private final List<RowFile> latents = new ArrayList<>();
  private final List<RowFile> texts = new ArrayList<>();
  private final float[] emptyText;

  private PreparedData(List<String> captions, float[] emptyText) {
    this.captions = captions;
    this.emptyText = emptyText;
  }

  /** Opens a downloaded folder. */
  public static PreparedData open(Path folder) {
    List<String> captions;
    try {
      captions =
          JsonLines.prompts(Files.readAllBytes(folder.resolve(CAPTIONS)), folder + "/" + CAPTIONS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    PreparedData data =
        new PreparedData(captions, RowFile.open(folder.resolve(EMPTY), TEXT).row(0));
    for (int begin = 0; begin < captions.size(); begin += PART_EXAMPLES) {
      Path part = folder.resolve(partName(begin / PART_EXAMPLES));
      data.latents.add(RowFile.open(part, LATENTS));
      data.texts.add(RowFile.open(part, TEXT));
    }
    return data;
  }

  /** Writes the captions and the empty prompt's embedding; parts follow by {@link #writePart}. */
  public static void writeHead(
      Path folder, List<Captioned> examples, float[] emptyText, Shape textShape) {
    StringBuilder lines = new StringBuilder();
    for (Captioned example : examples) {
      lines.append(JsonLines.line(example.text())).append('\n');
    }
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(CAPTIONS), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    RowFile.write(folder.resolve(EMPTY), Map.of(TEXT, new Rows(List.of(emptyText), textShape)));
  }

  /**
   * Writes the part with this number, from 0: {@link #PART_EXAMPLES} examples, fewer in the last.
   */
  public static void writePart(Path folder, int number, Rows latents, Rows texts) {
    RowFile.write(folder.resolve(partName(number)), Map.of(LATENTS, latents, TEXT, texts));
  }

  private static String partName(int number) {
    return "part-%05d.safetensors".formatted(number);
  }

  /** Number of examples. */
  public int size() {
    return captions.size();
  }

  /** The caption of an example. */
  public String caption(int example) {
    return captions.get(example);
  }

  /** Scaled latent of an example's image, row-major [C, H, W]. */
  public float[] latent(int example) {
    return latents.get(example / PART_EXAMPLES).row(example % PART_EXAMPLES);
  }

  /** Text embedding of an example's caption, row-major [L, D]. */
  public float[] text(int example) {
    return texts.get(example / PART_EXAMPLES).row(example % PART_EXAMPLES);
  }

  /** Text embedding of the empty prompt, row-major [L, D]. */
  public float[] emptyText() {
    return emptyText.clone();
  }

  /** Shape [C, H, W] of the latents. */
  public Shape latentShape() {
    return latents.get(0).rowShape();
  }

  /** Shape [L, D] of the embeddings. */
  public Shape textShape() {
    return texts.get(0).rowShape();
  }
}
