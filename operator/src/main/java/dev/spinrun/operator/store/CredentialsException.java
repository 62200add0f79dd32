package dev.spinrun.operator.store;

import dev.spinrun.operator.observe.StoreProblem;

/** The Secret of a run gives no credentials. */
final class CredentialsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient StoreProblem problem;

  CredentialsException(StoreProblem.Kind kind, String message) {
    super(message);
    this.problem = new StoreProblem(kind, message);
  }

  StoreProblem problem() {
    return problem;
  }
}
