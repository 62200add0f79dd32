package dev.spinrun.trainer.stage.context;

/** Model, data set, prompts or scorer are missing or broken; nothing but another input helps. */
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The message says what is wrong with which file, and what to do. */
  public InputException(String message) {
    super(message);
  }

  /** An input that something below found broken. */
  public InputException(String message, Throwable cause) {
    super(message, cause);
  }
}
