package dev.spinrun.trainer.tensor;

/** A tensor file breaks its format; the message names the file, the tensor and the values. */
public final class MalformedTensorFileException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public MalformedTensorFileException(String message) {
    super(message);
  }

  public MalformedTensorFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
