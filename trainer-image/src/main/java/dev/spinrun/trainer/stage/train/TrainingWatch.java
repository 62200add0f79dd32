package dev.spinrun.trainer.stage.train;

import dev.spinrun.trainer.loss.LossReport.PreferenceReport;
import dev.spinrun.trainer.train.SpikeDetector;
import dev.spinrun.trainer.train.StepReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Says what a person should look at while a training still runs. */
final class TrainingWatch {
  private static final int WINDOW = 50;
  private static final double FACTOR = 10;

  /** Above it a preference training collapses: see {@link PreferenceReport}. */
  private static final double COLLAPSE = 0.02;

  private final SpikeDetector norms = new SpikeDetector(WINDOW, FACTOR);
  private boolean collapseTold;

  /** Warnings on a step; none as a rule. */
  List<String> see(StepReport step) {
    List<String> warnings = new ArrayList<>();
    OptionalDouble median = norms.see(step.gradientNorm());
    if (median.isPresent()) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "step %d: the gradient norm %.4g is %.0f times the median of the steps before, %.4g."
                  + " If this comes back, lower learningRate or raise warmupSteps.",
              step.step(),
              step.gradientNorm(),
              step.gradientNorm() / median.getAsDouble(),
              median.getAsDouble()));
    }
    if (!collapseTold
        && step.loss() instanceof PreferenceReport report
        && report.displacement() > COLLAPSE) {
      collapseTold = true;
      warnings.add(
          String.format(
              Locale.ROOT,
              "step %d: displacement %+.4f: the candidate denoises the real images worse than its"
                  + " opponent, however good loss and accuracy look. Lower learningRate, raise beta,"
                  + " or add sftWeight.",
              step.step(),
              report.displacement()));
    }
    return warnings;
  }
}
