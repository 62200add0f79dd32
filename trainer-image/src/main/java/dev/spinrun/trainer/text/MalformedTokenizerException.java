package dev.spinrun.trainer.text;

/** A tokenizer's files are missing, damaged or of different models; the message names the file. */
public final class MalformedTokenizerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedTokenizerException(String what) {
    super(what + ". Take all tokenizer files from the same model.");
  }
}
