package dev.spinrun.contract.schema;

import dev.spinrun.contract.json.Decimal;
import dev.spinrun.contract.json.Excerpt;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.lang.annotation.Annotation;
import java.lang.reflect.RecordComponent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks settings in Java against the annotations from which the CRD's schema is made, since what
 * arrives need not have passed an API server.
 */
public final class Bounds {
  private final Problems problems;

  private Bounds(Problems problems) {
    this.problems = problems;
  }

  /**
   * Adds every field that is missing or out of its bounds, or else every rule between fields that
   * is broken.
   *
   * @param path of the settings in the spec, for example {@code train}
   */
  public static void check(String path, Record settings, Problems problems) {
    Problems own = new Problems();
    new Bounds(own).checkFields(path, settings);
    if (own.isEmpty() && settings instanceof Checked checked) {
      checked.check(own);
    }
    problems.addAll(own);
  }

  private void checkFields(String path, Record settings) {
    for (RecordComponent component : settings.getClass().getRecordComponents()) {
      check(path + "." + component.getName(), component, value(settings, component));
    }
  }

  private void check(String path, RecordComponent component, @Nullable Object value) {
    if (value == null) {
      problems.unless(
          component.getAnnotatedType().isAnnotationPresent(Nullable.class), "%s is missing", path);
    } else if (value instanceof Record nested && !(value instanceof Decimal)) {
      check(path, nested, problems);
    } else if (value instanceof Integer number) {
      checkNumber(path, component, number);
    } else if (value instanceof Decimal number) {
      checkDecimal(path, DecimalBounds.of(component), number);
    } else if (value instanceof String text) {
      checkSize(path, "characters", component, text.length());
    } else if (value instanceof List<?> list) {
      checkSize(path, "entries", component, list.size());
      for (int i = 0; i < list.size(); i++) {
        if (list.get(i) instanceof Record item) {
          check("%s[%d]".formatted(path, i), item, problems);
        }
      }
    }
  }

  private void checkNumber(String path, RecordComponent component, int number) {
    Min min = annotation(component, Min.class);
    Max max = annotation(component, Max.class);
    if (min != null && max != null) {
      problems.unless(
          number >= min.value() && number <= max.value(),
          "%s must be in %.0f..%.0f (was %d)",
          path,
          min.value(),
          max.value(),
          number);
    }
  }

  private void checkDecimal(String path, DecimalBounds bounds, Decimal number) {
    String words = number.isNumber() ? bounds.inWords() : Formats.IN_WORDS.get(Decimal.UNSIGNED);
    problems.unless(
        bounds.allow(number), "%s must be %s (was %s)", path, words, Excerpt.of(number.text(), 40));
  }

  private void checkSize(String path, String unit, RecordComponent component, int size) {
    Size bounds = annotation(component, Size.class);
    if (bounds != null) {
      problems.unless(
          size >= bounds.min() && size <= bounds.max(),
          "%s must have %d to %d %s (was %d)",
          path,
          bounds.min(),
          bounds.max(),
          unit,
          size);
    }
  }

  /** The generator's annotations stand on fields and methods, and not on components. */
  private static <A extends Annotation> @Nullable A annotation(
      RecordComponent component, Class<A> type) {
    return component.getAccessor().getAnnotation(type);
  }

  private static @Nullable Object value(Record settings, RecordComponent component) {
    try {
      return component.getAccessor().invoke(settings);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }
}
