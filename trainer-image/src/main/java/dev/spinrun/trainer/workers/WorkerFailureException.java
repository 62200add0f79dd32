package dev.spinrun.trainer.workers;

/** Another worker is lost, late or unreachable; the message says which call failed and why. */
public final class WorkerFailureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Of what was done together, and why it failed. */
  public WorkerFailureException(String what, String why) {
    super(
        "%s failed: %s. Another worker ended, hangs or cannot be reached; all go on from the last checkpoint. Look first at the worker whose log ends first."
            .formatted(what, why));
  }
}
