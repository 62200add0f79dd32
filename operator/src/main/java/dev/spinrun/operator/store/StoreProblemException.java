package dev.spinrun.operator.store;

import dev.spinrun.operator.observe.StoreProblem;

/** A round ends here, with a problem that is none of the transport. */
final class StoreProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient StoreProblem problem;

  StoreProblemException(StoreProblem.Kind kind, String message) {
    super(message);
    this.problem = new StoreProblem(kind, message);
  }

  StoreProblem problem() {
    return problem;
  }
}
