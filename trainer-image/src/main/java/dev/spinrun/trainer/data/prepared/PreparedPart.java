package dev.spinrun.trainer.data.prepared;

import dev.spinrun.trainer.data.JsonLines;
import dev.spinrun.trainer.data.prepared.RowFile.Rows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Some hundred examples of a prepared data set that follow each other. */
final class PreparedPart implements AutoCloseable {
  private static final String LATENTS = "latents";
  private static final String REJECTED = "rejected";
  private static final String TEXT = "text";

  private final RowFile latents;
  private final RowFile texts;
  private final @Nullable RowFile rejected;
  private final List<String> captions;

  private PreparedPart(
      RowFile latents, RowFile texts, @Nullable RowFile rejected, List<String> captions) {
    this.latents = latents;
    this.texts = texts;
    this.rejected = rejected;
    this.captions = captions;
  }

  /** Names of its files, without folder. */
  static List<String> files(int number) {
    return List.of(tensorFile(number), captionFile(number));
  }

  private static String tensorFile(int number) {
    return "part-%05d.safetensors".formatted(number);
  }

  private static String captionFile(int number) {
    return "part-%05d.jsonl".formatted(number);
  }

  static PreparedPart open(Path folder, int number, boolean pairs) {
    Path file = folder.resolve(tensorFile(number));
    Path lines = folder.resolve(captionFile(number));
    try {
      return new PreparedPart(
          RowFile.open(file, LATENTS),
          RowFile.open(file, TEXT),
          pairs ? RowFile.open(file, REJECTED) : null,
          JsonLines.prompts(Files.readAllBytes(lines), lines.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes a part.
   *
   * @param rejected absent for data without pairs
   */
  static void write(
      Path folder,
      int number,
      List<String> captions,
      Rows latents,
      @Nullable Rows rejected,
      Rows texts) {
    Map<String, Rows> tensors = new LinkedHashMap<>(Map.of(LATENTS, latents, TEXT, texts));
    if (rejected != null) {
      tensors.put(REJECTED, rejected);
    }
    RowFile.write(folder.resolve(tensorFile(number)), tensors);
    StringBuilder lines = new StringBuilder();
    captions.forEach(caption -> lines.append(JsonLines.line(caption)).append('\n'));
    try {
      Files.writeString(folder.resolve(captionFile(number)), lines, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RowFile latents() {
    return latents;
  }

  RowFile texts() {
    return texts;
  }

  RowFile rejected() {
    if (rejected == null) {
      throw new IllegalStateException("This data set was prepared without pairs.");
    }
    return rejected;
  }

  String caption(int row) {
    return captions.get(row);
  }

  @Override
  public void close() {
    latents.close();
    texts.close();
    if (rejected != null) {
      rejected.close();
    }
  }
}
