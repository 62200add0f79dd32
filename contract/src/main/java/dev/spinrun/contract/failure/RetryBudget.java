package dev.spinrun.contract.failure;

/** Retries that failures of an iteration use up together. */
public enum RetryBudget {
  /** There are none: the run fails at once. */
  NONE(""),
  /** For what is not the run's fault. */
  INFRASTRUCTURE("spec.failurePolicy.infrastructureRetries"),
  /** For all other failures that may pass. */
  APPLICATION("spec.failurePolicy.applicationRetries"),
  /** For trainings that diverged, each with other settings. */
  DIVERGENCE("spec.failurePolicy.divergence.retries");

  private final String field;

  RetryBudget(String field) {
    this.field = field;
  }

  /** Field of the spec that says how many there are; empty if none does. */
  public String field() {
    return field;
  }
}
