package dev.spinrun.contract.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A JSON document that is not a record yet. What is wrong with it is told in our words: Jackson
 * would quote the document, which somebody else may have written.
 */
public final class Document {
  private static final int MAX_REASON = 1000;

  private final JsonNode tree;
  private final String where;

  private Document(JsonNode tree, String where) {
    this.tree = tree;
    this.where = where;
  }

  /**
   * Reads the JSON and checks its schema number.
   *
   * @param where names the document in error messages: a file or an object's URI
   * @throws MalformedDocumentException if it is no JSON or has an unknown schema
   */
  public static Document parse(byte[] bytes, String where) {
    JsonNode tree;
    try {
      tree = Documents.MAPPER.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw new MalformedDocumentException(
          "%s is no JSON%s. Write it again.".formatted(where, place(e)), e);
    } catch (IOException e) {
      throw new MalformedDocumentException(where + " is no text. Write it again.", e);
    }
    if (tree == null || tree.isMissingNode()) {
      throw new MalformedDocumentException(where + " is empty. Write it again.");
    }
    JsonNode schema = tree.get("schema");
    if (schema != null && schema.asInt(0) != Documents.SCHEMA) {
      throw new MalformedDocumentException(
          "%s has schema %s, this version reads schema %d. Use the same version of operator and trainer."
              .formatted(where, Misfits.shown(schema), Documents.SCHEMA));
    }
    return new Document(tree, where);
  }

  /** The document that this tree is, whatever its schema. */
  public static Document of(JsonNode tree, String where) {
    return new Document(tree, where);
  }

  private static String place(JsonProcessingException e) {
    return e.getLocation() == null
        ? ""
        : " (at line %d, column %d)"
            .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
  }

  /** What keeps it from being such a record: missing fields, wrong types, unknown values. */
  public List<String> misfits(Class<?> type) {
    return Misfits.of(tree, type);
  }

  /** The field's value, if it is there and valid. */
  public <T> Optional<T> part(String field, Class<T> type) {
    JsonNode part = tree.path(field);
    try {
      return part.isObject() ? Optional.of(new Document(part, where).as(type)) : Optional.empty();
    } catch (MalformedDocumentException e) {
      return Optional.empty();
    }
  }

  /**
   * The record.
   *
   * @throws MalformedDocumentException naming everything that does not fit, or the rule of the
   *     record that is broken
   */
  public <T> T as(Class<T> type) {
    List<String> misfits = misfits(type);
    if (!misfits.isEmpty()) {
      throw refused(type, String.join("; ", misfits));
    }
    try {
      return Documents.MAPPER.treeToValue(tree, type);
    } catch (JsonProcessingException e) {
      throw refused(type, reason(e));
    }
  }

  /** The exception for a document that breaks a rule. */
  public MalformedDocumentException refused(Class<?> type, String reason) {
    return new MalformedDocumentException(
        "%s is no valid %s: %s"
            .formatted(where, type.getSimpleName(), Excerpt.of(reason, MAX_REASON)));
  }

  /** Jackson wraps what a compact constructor refused; that sentence is the one worth reading. */
  private static String reason(JsonProcessingException e) {
    Throwable deepest = e;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return deepest instanceof IllegalArgumentException
        ? String.valueOf(deepest.getMessage())
        : "it breaks a rule of its format (" + deepest.getClass().getSimpleName() + ")";
  }
}
