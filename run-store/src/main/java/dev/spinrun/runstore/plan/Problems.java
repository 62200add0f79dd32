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

  void addAll(List<String> problems) {
    found.addAll(problems);
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** All of them. */
  String sentence() {
    return "the plan has %d problem%s: %s"
        .formatted(found.size(), found.size() == 1 ? "" : "s", String.join("; ", found));
  }

  void throwIfAny() {
    if (!found.isEmpty()) {
      throw new IllegalArgumentException(sentence());
    }
  }
}
