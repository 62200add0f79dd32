package dev.spinrun.trainer.tensor.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spinrun.contract.json.Excerpt;
import dev.spinrun.trainer.tensor.ElementType;
import dev.spinrun.trainer.tensor.MalformedTensorFileException;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.TensorEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parses and checks the JSON header of a safetensors file.
 *
 * <p>Source: the format's description (huggingface/safetensors, README.md, "Format"): an 8-byte
 * little-endian length, then JSON from name to dtype, shape and data_offsets, then the data. The
 * offsets must cover the data without gap or overlap.
 */
final class SafetensorsHeader {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
  private static final String METADATA = "__metadata__";

  /** As numpy's; torch's own kernels take fewer. */
  private static final int MAX_RANK = 64;

  private final String file;
  private final long dataStart;
  private final long fileBytes;

  /**
   * A parser for one file.
   *
   * @param file its name in messages
   * @param dataStart the first byte after the header
   */
  SafetensorsHeader(String file, long dataStart, long fileBytes) {
    this.file = file;
    this.dataStart = dataStart;
    this.fileBytes = fileBytes;
  }

  /** What a header says. */
  record Content(Map<String, TensorEntry> entries, Map<String, String> metadata) {}

  Content parse(String json) {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new MalformedTensorFileException(
          "%s has a header that is no JSON, or names a tensor twice. It is no safetensors file or it is damaged; write or download it again."
              .formatted(file),
          e);
    }
    if (root == null || !root.isObject()) {
      throw malformed("has a header that is no JSON object");
    }
    Map<String, TensorEntry> entries = new LinkedHashMap<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      if (field.getKey().equals(METADATA)) {
        field.getValue().properties().forEach(e -> metadata.put(e.getKey(), e.getValue().asText()));
      } else {
        entries.put(field.getKey(), entry(field.getKey(), field.getValue()));
      }
    }
    requireSeamless(entries);
    return new Content(entries, metadata);
  }

  private TensorEntry entry(String name, JsonNode node) {
    String code = node.path("dtype").asText("nothing");
    ElementType type =
        ElementType.ofCode(code)
            .orElseThrow(
                () -> malformed("stores tensor `%s` as %s, which is not read", name, code));
    Shape shape = new Shape(numbers(name, node.path("shape"), "shape"));
    List<Long> offsets = numbers(name, node.path("data_offsets"), "data_offsets");
    if (offsets.size() != 2 || offsets.get(1) < offsets.get(0)) {
      throw malformed(
          "gives tensor `%s` the data offsets %s; two ascending numbers belong there",
          name, offsets);
    }
    long bytes = offsets.get(1) - offsets.get(0);
    if (bytes != bytesOf(name, shape, type)) {
      throw malformed(
          "gives tensor `%s` %d bytes, but shape %s of %s needs %d",
          name, bytes, shape, code, bytesOf(name, shape, type));
    }
    return new TensorEntry(name, type, shape, dataStart + offsets.get(0), bytes);
  }

  private long bytesOf(String name, Shape shape, ElementType type) {
    try {
      return Math.multiplyExact(shape.elements(), type.bytes());
    } catch (ArithmeticException e) {
      throw malformed("gives tensor `%s` the impossible shape %s", name, shape);
    }
  }

  private List<Long> numbers(String name, JsonNode node, String field) {
    if (node.size() > MAX_RANK) {
      throw malformed("has %d numbers in %s of tensor `%s`", node.size(), field, name);
    }
    List<Long> numbers = new ArrayList<>();
    for (JsonNode number : node) {
      if (!number.isIntegralNumber() || !number.canConvertToLong() || number.asLong() < 0) {
        throw malformed("has %s in %s of tensor `%s`", number.toString(), field, name);
      }
      numbers.add(number.asLong());
    }
    if (!node.isArray()) {
      throw malformed("has no %s for tensor `%s`", field, name);
    }
    return numbers;
  }

  private void requireSeamless(Map<String, TensorEntry> entries) {
    long expected = dataStart;
    String before = "the header";
    for (TensorEntry entry :
        entries.values().stream()
            .sorted(
                Comparator.comparingLong(TensorEntry::begin).thenComparingLong(TensorEntry::end))
            .toList()) {
      if (entry.begin() != expected) {
        throw malformed(
            "begins tensor `%s` at byte %d, but %s ends at %d: they overlap or leave a gap",
            entry.name(), entry.begin(), before, expected);
      }
      expected = entry.end();
      before = "`" + entry.name() + "`";
    }
    if (expected != fileBytes) {
      throw malformed(
          "has %d bytes, but its header describes %d: it was cut short or something was appended",
          fileBytes, expected);
    }
  }

  @SuppressWarnings("AnnotateFormatMethod") // not worth a dependency
  private MalformedTensorFileException malformed(String what, Object... values) {
    Object[] shown =
        Arrays.stream(values).map(v -> v instanceof String text ? Excerpt.of(text) : v).toArray();
    return new MalformedTensorFileException(
        file + " " + what.formatted(shown) + ". Write or download the file again.");
  }
}
