package dev.spinrun.contract.schema;

/** Settings with rules between their fields, besides the bounds of each. */
public interface Checked {
  /** Adds what breaks a rule; every field is within its bounds. */
  void check(Problems problems);
}
