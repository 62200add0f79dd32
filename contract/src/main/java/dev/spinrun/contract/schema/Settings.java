package dev.spinrun.contract.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spinrun.contract.json.Document;
import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.json.Excerpt;
import dev.spinrun.contract.json.MalformedDocumentException;
import io.fabric8.generator.annotation.Default;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/** Settings made of fields in JSON: over defaults, or over other settings. */
public final class Settings {
  private Settings() {}

  /**
   * The settings with these fields, and the defaults of those that are left out.
   *
   * @throws MalformedDocumentException if a field does not fit, or is left out and has no default
   */
  public static <T extends Record> T of(Class<T> type, ObjectNode fields) {
    return Document.of(completed(type, fields), type.getSimpleName()).as(type);
  }

  /** These fields, and the defaults of those that such settings have besides them. */
  public static ObjectNode completed(Class<?> type, ObjectNode fields) {
    ObjectNode complete = fields.deepCopy();
    for (RecordComponent component : type.getRecordComponents()) {
      String name = component.getName();
      Default standard = component.getAccessor().getAnnotation(Default.class);
      if (standard != null && !complete.hasNonNull(name)) {
        complete.set(name, Documents.value(standard.value()));
      }
      if (component.getType().isRecord() && complete.get(name) instanceof ObjectNode nested) {
        complete.set(name, completed(component.getType(), nested));
      }
    }
    return complete;
  }

  /**
   * The fields of the override over those of the settings.
   *
   * @param path of the settings in the spec, for example {@code train}
   * @throws IllegalArgumentException if a field does not fit, is no setting, or is the same in
   *     every iteration
   */
  @SuppressWarnings("unchecked") // A record's class is final.
  public static <T extends Record> T with(String path, T settings, ObjectNode override) {
    Class<T> type = (Class<T>) settings.getClass();
    List<String> legal = overridable(type).stream().map(RecordComponent::getName).toList();
    override
        .fieldNames()
        .forEachRemaining(
            field -> {
              if (!legal.contains(field)) {
                throw new IllegalArgumentException(
                    "overrides cannot change %s.%s: leave it out"
                        .formatted(path, Excerpt.of(field)));
              }
            });
    ObjectNode merged = Documents.tree(settings);
    merged.setAll(override);
    try {
      return Document.of(merged, "the override of " + path).as(type);
    } catch (MalformedDocumentException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** The components of such settings that an override can replace. */
  public static List<RecordComponent> overridable(Class<? extends Record> type) {
    return Arrays.stream(type.getRecordComponents())
        .filter(component -> !component.isAnnotationPresent(SameInEveryIteration.class))
        .toList();
  }
}
