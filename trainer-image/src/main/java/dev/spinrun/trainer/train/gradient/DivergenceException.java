package dev.spinrun.trainer.train.gradient;

/** Loss or gradients became infinite or undefined; the weights are those before the step. */
public final class DivergenceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int step;

  public DivergenceException(int step, String what) {
    super(
        "Training diverged in step %d: %s. Nothing of the step was applied. Lower learningRate or beta, or raise warmupSteps."
            .formatted(step, what));
    this.step = step;
  }

  /** The 1-based step. */
  public int step() {
    return step;
  }
}
