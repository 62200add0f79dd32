package dev.spinrun.contract.schema;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with a plan, so that all of it is told at once. */
public final class Problems {
  private final List<String> found = new ArrayList<>();

  /** Adds the problem unless the condition holds. */
  public void unless(boolean holds, String problem, @Nullable Object... values) {
    if (!holds) {
      found.add(problem.formatted(values));
    }
  }

  /** Adds these problems. */
  public void addAll(List<String> problems) {
    found.addAll(problems);
  }

  /** Adds the problems of this collection. */
  public void addAll(Problems others) {
    found.addAll(others.found);
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return found.isEmpty();
  }

  /** All of them in one sentence. */
  public String sentence() {
    return "the plan has %d problem%s: %s"
        .formatted(found.size(), found.size() == 1 ? "" : "s", String.join("; ", found));
  }

  /**
   * Does nothing if there are none.
   *
   * @throws IllegalArgumentException with the {@link #sentence}
   */
  public void throwIfAny() {
    if (!found.isEmpty()) {
      throw new IllegalArgumentException(sentence());
    }
  }
}
