package dev.spinrun.trainer.tensor.pickle;

/**
 * A pickle does what no state dict's does. Says what alone: which file and where, only its reader
 * knows.
 */
final class DamagedPickleException extends RuntimeException {
  private static final long serialVersionUID = 1;

  DamagedPickleException(String message) {
    super(message);
  }
}
