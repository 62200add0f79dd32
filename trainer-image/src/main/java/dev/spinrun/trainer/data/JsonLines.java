package dev.spinrun.trainer.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Text files with one JSON object a line: {@code metadata.jsonl} and lists of prompts. */
public final class JsonLines {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PROBLEMS_TOLD = 5;

  private JsonLines() {}

  /**
   * The prompts of a file, in order: the field {@code text} of each line.
   *
   * @param where names the file in errors
   * @throws InvalidDataException naming the lines that have none
   */
  public static List<String> prompts(byte[] file, String where) {
    return rows(file, where, List.of("text")).stream()
        .map(row -> row.get("text").asText())
        .toList();
  }

  /**
   * The examples of a {@code metadata.jsonl}, in order: fields {@code file_name}, {@code text} and,
   * of pairs, {@code rejected_file_name}.
   */
  static List<ImageFolder.Line> metadata(byte[] file, String where, boolean pairs) {
    List<String> fields =
        pairs ? List.of("file_name", "rejected_file_name", "text") : List.of("file_name", "text");
    return rows(file, where, fields).stream()
        .map(
            row ->
                new ImageFolder.Line(
                    row.get("file_name").asText(),
                    pairs ? row.get("rejected_file_name").asText() : null,
                    row.get("text").asText()))
        .toList();
  }

  /** A line with this text. */
  public static String line(String text) {
    try {
      return JSON.writeValueAsString(Map.of("text", text));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("every text can be written as JSON", e);
    }
  }

  private static List<JsonNode> rows(byte[] file, String where, List<String> fields) {
    List<JsonNode> rows = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    List<String> lines = new String(file, StandardCharsets.UTF_8).lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        read(lines.get(i), i + 1, fields, rows, problems);
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidDataException(
          "%s has %d bad line%s: %s%s Each line is one JSON object with text in %s."
              .formatted(
                  where,
                  problems.size(),
                  problems.size() == 1 ? "" : "s",
                  String.join("; ", problems.subList(0, Math.min(PROBLEMS_TOLD, problems.size()))),
                  problems.size() > PROBLEMS_TOLD ? "; …" : ".",
                  fields.stream().map(f -> "`" + f + "`").collect(Collectors.joining(", "))));
    }
    if (rows.isEmpty()) {
      throw new InvalidDataException(where + " is empty: it needs one JSON object a line.");
    }
    return rows;
  }

  private static void read(
      String line, int number, List<String> fields, List<JsonNode> rows, List<String> problems) {
    try {
      JsonNode row = JSON.readTree(line);
      for (String field : fields) {
        JsonNode value = row.get(field);
        if (value == null || !value.isTextual() || value.asText().isBlank()) {
          problems.add("line %d has no text in `%s`".formatted(number, field));
          return;
        }
      }
      rows.add(row);
    } catch (JsonProcessingException e) {
      problems.add("line %d is no JSON object".formatted(number));
    }
  }
}
