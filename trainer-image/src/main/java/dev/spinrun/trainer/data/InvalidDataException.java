package dev.spinrun.trainer.data;

/** A data set, or a list of prompts, that cannot be used as it is; the message says why. */
public final class InvalidDataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The message names the file and what to do. */
  public InvalidDataException(String message) {
    super(message);
  }

  InvalidDataException(String message, Throwable cause) {
    super(message, cause);
  }
}
