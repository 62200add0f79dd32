package dev.spinrun.trainer.stage.context;

/** The stage was told to stop and did, with everything worth keeping committed. */
public final class StoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what was done until then. */
  public StoppedException(String message) {
    super(message);
  }
}
