package dev.spinrun.contract.schema;

import dev.spinrun.contract.json.Decimal;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/**
 * What a {@link DecimalRange} says, as a check in Java, as a rule of CEL for the API server, and in
 * words for people.
 */
public record DecimalBounds(String min, String above, String max, String below) {
  /** The bounds of this component; none if it has no annotation. */
  public static DecimalBounds of(RecordComponent component) {
    DecimalRange range = component.getAnnotation(DecimalRange.class);
    return range == null
        ? new DecimalBounds("", "", "", "")
        : new DecimalBounds(range.min(), range.above(), range.max(), range.below());
  }

  /** Whether the number is legal. */
  public boolean allow(Decimal number) {
    if (!number.isNumber()) {
      return false;
    }
    double value = number.value();
    return (min.isEmpty() || value >= Double.parseDouble(min))
        && (above.isEmpty() || value > Double.parseDouble(above))
        && (max.isEmpty() || value <= Double.parseDouble(max))
        && (below.isEmpty() || value < Double.parseDouble(below));
  }

  /** Whether no legal number is negative. */
  public boolean areUnsigned() {
    return !min.isEmpty() || !above.isEmpty();
  }

  /** The bounds that the form of the number does not imply, as CEL; empty if there are none. */
  public String rule() {
    List<String> parts = new ArrayList<>();
    addRule(parts, ">=", min.equals("0") ? "" : min);
    addRule(parts, ">", above);
    addRule(parts, "<=", max);
    addRule(parts, "<", below);
    return String.join(" && ", parts);
  }

  private static void addRule(List<String> parts, String operator, String bound) {
    if (!bound.isEmpty()) {
      parts.add("double(self) %s %s".formatted(operator, Double.parseDouble(bound)));
    }
  }

  /** What follows "must be"; empty if there are no bounds. */
  public String inWords() {
    if (!min.isEmpty() && !max.isEmpty()) {
      return "in %s..%s".formatted(min, max);
    }
    List<String> parts = new ArrayList<>();
    addWords(parts, "at least ", min);
    addWords(parts, "above ", above);
    addWords(parts, "at most ", max);
    addWords(parts, "below ", below);
    return String.join(" and ", parts);
  }

  private static void addWords(List<String> parts, String relation, String bound) {
    if (!bound.isEmpty()) {
      parts.add(relation + bound);
    }
  }
}
