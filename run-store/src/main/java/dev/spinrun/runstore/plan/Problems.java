package dev.spinrun.runstore.plan;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with a plan, so that all of it is told at once. */
final class Problems {
  private final List<String> found = new ArrayList<>();

  void unless(boolean holds, String problem, @Nullable Object... values) {
    if (!holds) {
      found.add(problem.formatted(values));
    }
  }

  /** Whether the value is there; a missing one is a problem. */
  boolean present(String field, @Nullable Object value) {
    unless(value != null, "%s must be given", field);
    return value != null;
  }

  void throwIfAny() {
    if (!found.isEmpty()) {
      throw new IllegalArgumentException(
          "the plan has %d problem%s: %s"
              .formatted(found.size(), found.size() == 1 ? "" : "s", String.join("; ", found)));
    }
  }
}
