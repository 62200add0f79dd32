package dev.spinrun.runstore.plan;

import dev.spinrun.runstore.json.Excerpt;
import dev.spinrun.runstore.layout.RunLayout;
import java.util.List;

/** Which run a plan belongs to. */
public record Run(String namespace, String name, String uid) {
  /** Where this run's objects lie. */
  public RunLayout layout() {
    return new RunLayout(namespace, name, uid);
  }

  void check(Problems problems) {
    for (String segment : List.of(namespace, name, uid)) {
      problems.unless(
          segment.matches("[\\w.-]+") && !segment.matches("\\.\\.?"),
          "run must have a namespace, a name and a uid of letters, digits, dots and dashes (was \"%s\")",
          Excerpt.of(segment));
    }
  }
}
