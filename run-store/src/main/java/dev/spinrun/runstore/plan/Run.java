package dev.spinrun.runstore.plan;

import dev.spinrun.runstore.layout.RunLayout;

/** Which run a plan belongs to. */
public record Run(String namespace, String name, String uid) {
  /** Where this run's objects lie. */
  public RunLayout layout() {
    return new RunLayout(namespace, name, uid);
  }
}
