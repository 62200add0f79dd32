package dev.spinrun.trainer.train.gradient;

import dev.spinrun.trainer.tensor.Tensor;

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

  /** Throws one unless the loss of this 1-based step is finite. */
  static void unlessFinite(int step, Tensor loss) {
    float value = loss.toFloat();
    if (!Float.isFinite(value)) {
      throw new DivergenceException(step, "its loss is " + value);
    }
  }

  /** The 1-based step. */
  public int step() {
    return step;
  }
}
