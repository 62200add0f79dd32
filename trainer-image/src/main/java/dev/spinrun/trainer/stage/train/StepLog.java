package dev.spinrun.trainer.stage.train;

import dev.spinrun.contract.record.Attributes;
import dev.spinrun.trainer.loss.LossReport;
import dev.spinrun.trainer.loss.LossReport.PreferenceReport;
import dev.spinrun.trainer.train.StepReport;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;

/** One training step as a line that a person reads, and as numbers by name. */
final class StepLog {
  private StepLog() {}

  static Map<String, Double> metrics(StepReport step) {
    Map<String, Double> metrics = new TreeMap<>();
    LossReport loss = step.loss();
    metrics.put("loss", loss.loss());
    if (loss instanceof PreferenceReport preference) {
      metrics.put("accuracy", preference.accuracy());
      metrics.put(Attributes.DISPLACEMENT, preference.displacement());
      metrics.put("u", preference.u());
    }
    metrics.put("gradientNorm", step.gradientNorm());
    metrics.put("learningRate", step.learningRate());
    metrics.put("examplesPerSecond", step.examplesPerSecond());
    metrics.put("dataWaitSeconds", step.dataWaitSeconds());
    // JSON has no word for the gradient norm of a step that fp16 could not make.
    metrics.values().removeIf(number -> !Double.isFinite(number));
    return metrics;
  }

  static void write(Logger log, StepReport step, int total) {
    String preference =
        step.loss() instanceof PreferenceReport p
            ? String.format(
                Locale.ROOT,
                ", accuracy %.2f, u %.4f, displacement %+.5f",
                p.accuracy(),
                p.u(),
                p.displacement())
            : "";
    log.info(
        "{}",
        String.format(
            Locale.ROOT,
            "step %d/%d: loss %.6f%s, gradient norm %.4g, learning rate %.3g, %.1f examples/s, data wait %.3f s",
            step.step(),
            total,
            step.loss().loss(),
            preference,
            step.gradientNorm(),
            step.learningRate(),
            step.examplesPerSecond(),
            step.dataWaitSeconds()));
  }
}
