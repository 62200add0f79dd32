package dev.spinrun.contract.json;

/** A document that cannot be read; the message says which and why. */
public final class MalformedDocumentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The message names the document and what to do. */
  public MalformedDocumentException(String message) {
    super(message);
  }

  MalformedDocumentException(String message, Throwable cause) {
    super(message, cause);
  }
}
