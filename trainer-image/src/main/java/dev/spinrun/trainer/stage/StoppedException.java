package dev.spinrun.trainer.stage;

/** The stage was told to stop and did, with everything worth keeping committed. */
public final class StoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StoppedException(String message) {
    super(message);
  }
}
