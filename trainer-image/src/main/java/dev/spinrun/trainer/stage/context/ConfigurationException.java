package dev.spinrun.trainer.stage.context;

/** The plan or the command line cannot be carried out; the message says why and what to do. */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The message names the field or the option. */
  public ConfigurationException(String message) {
    super(message);
  }
}
