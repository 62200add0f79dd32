package dev.spinrun.trainer.train;

/**
 * The workers of a training do not begin with the same checkpoint: together they would spoil it.
 */
public final class UnequalWorkersException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnequalWorkersException(int rank, int stepsDone) {
    super(
        "Worker %d begins after step %d, and not all workers have the same steps and weights there. A pod of an earlier attempt may still write; all begin again from the last checkpoint."
            .formatted(rank, stepsDone));
  }
}
