package dev.spinrun.trainer.model;

/** A model's files are missing, damaged or of a kind that is not supported. */
public final class UnusableModelException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public UnusableModelException(String message) {
    super(message);
  }

  public UnusableModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
