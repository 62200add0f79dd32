package dev.spinrun.contract.plan;

import dev.spinrun.contract.json.Excerpt;
import dev.spinrun.contract.layout.RunLayout;
import dev.spinrun.contract.schema.Checked;
import dev.spinrun.contract.schema.Problems;
import java.util.List;

/** Which run a plan belongs to. */
public record Run(String namespace, String name, String uid) implements Checked {
  /** Where this run's objects lie. */
  public RunLayout layout() {
    return new RunLayout(namespace, name, uid);
  }

  @Override
  public void check(Problems problems) {
    for (String segment : List.of(namespace, name, uid)) {
      problems.unless(
          segment.matches("[\\w.-]+") && !segment.matches("\\.\\.?"),
          "run must have a namespace, a name and a uid of letters, digits, dots and dashes (was \"%s\")",
          Excerpt.of(segment));
    }
  }
}
