package dev.spinrun.trainer.check;

import dev.spinrun.trainer.check.sample.SampleModel;
import dev.spinrun.trainer.check.sample.SampleTraining;
import dev.spinrun.trainer.loss.LossReport.PreferenceReport;
import dev.spinrun.trainer.nn.Activations;
import dev.spinrun.trainer.nn.Precision;
import dev.spinrun.trainer.train.StepReport;
import dev.spinrun.trainer.train.Trainer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a training begins as it must: model and reference are equal, so its first loss is ln 2.
 * The trainer itself refuses to go on from any other.
 */
record StartCheck(SampleTraining training) implements Check {
  /** The first one compiles and chooses kernels; the last one is timed. */
  private static final int STEPS = 3;

  static StartCheck of(SampleModel model, Precision precision, int rank, Activations activations) {
    return new StartCheck(new SampleTraining(model, STEPS, 1, precision, rank, activations));
  }

  @Override
  public String name() {
    return "training %s, %s, %s"
        .formatted(
            Capability.spelled(training.precision()),
            training.adapterRank() == 0 ? "every weight" : "LoRA",
            training.activations().name().toLowerCase(Locale.ROOT));
  }

  @Override
  public Finding run() throws IOException {
    Optional<String> obstacle = Capability.obstacle(training.precision());
    if (obstacle.isPresent()) {
      return Finding.skipped(obstacle.get());
    }
    List<StepReport> steps = new ArrayList<>();
    try (Trainer trainer = training.start()) {
      trainer.run(steps::add);
    }
    PreferenceReport first = (PreferenceReport) steps.get(0).loss();
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("fromLn2", Math.abs(first.preference() - Math.log(2)));
    figures.put(
        "secondsPerStep", training.pairs() / steps.get(steps.size() - 1).examplesPerSecond());
    return Finding.passed("The first loss is ln 2 but for rounding.", figures);
  }
}
