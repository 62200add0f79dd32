package dev.spinrun.contract.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares a JSON document with the record that it is to become, and collects everything that does
 * not fit, by the path of the field. Jackson would stop at the first.
 */
final class Misfits {
  private static final Set<String> NOT_FINITE = Set.of("NaN", "Infinity", "-Infinity");

  private final List<String> found = new ArrayList<>();

  private Misfits() {}

  static List<String> of(JsonNode tree, Class<?> type) {
    Misfits misfits = new Misfits();
    misfits.check("", tree, type);
    return misfits.found;
  }

  private void check(String path, JsonNode value, Type type) {
    if (type instanceof ParameterizedType container) {
      Type element =
          container.getActualTypeArguments()[container.getRawType() == Map.class ? 1 : 0];
      checkAll(path, value, container.getRawType() == Map.class, element);
    } else if (type instanceof Class<?> plain) {
      checkPlain(path, value, plain);
    }
  }

  private void checkAll(String path, JsonNode value, boolean isMap, Type element) {
    if (isMap) {
      require(value.isObject(), path, "an object", value);
      value
          .properties()
          .forEach(e -> check(path + "." + Excerpt.of(e.getKey()), e.getValue(), element));
    } else {
      require(value.isArray(), path, "a list", value);
      for (int i = 0; value.isArray() && i < value.size(); i++) {
        check("%s[%d]".formatted(path, i), value.get(i), element);
      }
    }
  }

  private void checkPlain(String path, JsonNode value, Class<?> type) {
    if (type == Decimal.class) {
      require(
          value.isTextual() && new Decimal(value.asText()).isNumber(),
          path,
          "a number like \"0.5\" or \"2e-5\", as text",
          value);
    } else if (type.isRecord()) {
      require(value.isObject(), path.isEmpty() ? "it" : path, "an object", value);
      if (value.isObject()) {
        Arrays.stream(type.getRecordComponents()).forEach(c -> checkField(path, value, c));
      }
    } else if (type == int.class || type == Integer.class) {
      require(value.isIntegralNumber() && value.canConvertToInt(), path, "a whole number", value);
    } else if (type == long.class || type == Long.class) {
      require(value.isIntegralNumber() && value.canConvertToLong(), path, "a whole number", value);
    } else if (type == double.class || type == Double.class) {
      require(
          value.isNumber() || (value.isTextual() && NOT_FINITE.contains(value.asText())),
          path,
          "a number",
          value);
    } else if (type == boolean.class || type == Boolean.class) {
      require(value.isBoolean(), path, "true or false", value);
    } else if (type == String.class) {
      require(value.isTextual(), path, "text", value);
    } else if (type == Instant.class) {
      require(isTime(value), path, "a time like 2025-01-31T12:00:00Z", value);
    } else if (type.isEnum()) {
      List<String> legal = names(type);
      require(
          value.isTextual() && legal.contains(value.asText()),
          path,
          "one of " + String.join(", ", legal),
          value);
    }
  }

  private void checkField(String path, JsonNode object, RecordComponent field) {
    String name = name(field);
    String below = path.isEmpty() ? name : path + "." + name;
    JsonNode value = object.get(name);
    if (value != null && !value.isNull()) {
      check(below, value, field.getGenericType());
    } else if (!field.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
      found.add(below + " is missing");
    }
  }

  private void require(boolean holds, String path, String expected, JsonNode value) {
    if (!holds) {
      found.add("%s must be %s (was %s)".formatted(path, expected, shown(value)));
    }
  }

  /** A number or a short text as it is, of everything else only what it is. */
  static String shown(JsonNode value) {
    return switch (value.getNodeType()) {
      case NUMBER -> Excerpt.of(value.asText());
      case STRING -> "the text \"" + Excerpt.of(value.asText(), 40) + "\"";
      case BOOLEAN -> value.asText();
      case ARRAY -> "a list";
      case OBJECT -> "an object";
      default -> value.getNodeType().toString().toLowerCase(Locale.ROOT);
    };
  }

  private static boolean isTime(JsonNode value) {
    try {
      Instant.parse(value.asText());
      return value.isTextual();
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static String name(RecordComponent field) {
    JsonProperty renamed = field.getAccessor().getAnnotation(JsonProperty.class);
    return renamed == null ? field.getName() : renamed.value();
  }

  private static List<String> names(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> Documents.text((Enum<?>) constant))
        .toList();
  }
}
