package dev.spinrun.contract.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.nio.charset.StandardCharsets;

/**
 * Reads and writes the documents of a run store.
 *
 * <p>Equal values give equal bytes (fields in order of declaration, maps sorted), so that a digest
 * of the bytes identifies the document.
 */
public final class Documents {
  /** The schema number that this version writes, and the newest that it reads. */
  public static final int SCHEMA = 1;

  static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .serializationInclusion(JsonInclude.Include.NON_ABSENT)
          .build();

  private Documents() {}

  /** The document as indented UTF-8 JSON with a final line feed. */
  public static byte[] write(Object document) {
    try {
      return (MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n")
          .getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + document.getClass().getName(), e);
    }
  }

  /** The document as one line of JSON without a line feed. */
  public static String writeLine(Object document) {
    try {
      return MAPPER.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + document.getClass().getName(), e);
    }
  }

  /** An object without fields. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** The document as a tree. */
  public static ObjectNode tree(Object document) {
    return MAPPER.valueToTree(document);
  }

  /** The value that this text is in JSON; text that is no JSON stands for itself. */
  public static JsonNode value(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      return TextNode.valueOf(text);
    }
  }

  /** How a value of an enumeration is written in documents. */
  public static String text(Enum<?> value) {
    return MAPPER.convertValue(value, String.class);
  }

  /**
   * Parses one document.
   *
   * @param where names the document in error messages: a file or an object's URI
   * @throws MalformedDocumentException if it is no JSON, breaks a rule of its type or has an
   *     unknown schema
   */
  public static <T> T read(byte[] bytes, Class<T> type, String where) {
    return Document.parse(bytes, where).as(type);
  }
}
