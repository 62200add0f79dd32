package dev.spinrun.trainer.train;

/** The model differs from its reference before the first step, so something is wired wrongly. */
public final class UnequalStartException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnequalStartException(double preference, String formula, double due) {
    super(
        "The preference loss of the first step is %s, but model and reference are equal there and it must be %s = %s. Reference, data order or loss are wired wrongly; please report this with the plan of the stage."
            .formatted(preference, formula, due));
  }
}
