package dev.spinrun.contract.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spinrun.contract.json.Document;
import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.json.Excerpt;
import dev.spinrun.contract.json.MalformedDocumentException;
import io.fabric8.generator.annotation.Default;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Settings made of fields in JSON: over defaults, or over other settings. */
public final class Settings {
  /** Every object of a watched cluster is completed: reflection is asked once for each type. */
  private static final ClassValue<List<Field>> FIELDS =
      new ClassValue<>() {
        @Override
        protected List<Field> computeValue(Class<?> type) {
          return Arrays.stream(type.getRecordComponents()).map(Field::of).toList();
        }
      };

  private record Field(String name, Class<?> type, boolean isRecord, @Nullable JsonNode standard) {
    static Field of(RecordComponent component) {
      Default standard = component.getAccessor().getAnnotation(Default.class);
      return new Field(
          component.getName(),
          component.getType(),
          component.getType().isRecord(),
          standard == null ? null : Documents.value(standard.value()));
    }
  }

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
    ObjectNode complete = Documents.object();
    complete.setAll(fields);
    for (Field field : FIELDS.get(type)) {
      if (field.standard != null && !complete.hasNonNull(field.name)) {
        complete.set(field.name, field.standard);
      }
      if (field.isRecord && complete.get(field.name) instanceof ObjectNode nested) {
        complete.set(field.name, completed(field.type, nested));
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
