package dev.spinrun.trainer.check;

import dev.spinrun.trainer.check.sample.SampleModel;
import dev.spinrun.trainer.check.sample.SampleTraining;
import dev.spinrun.trainer.nn.Weights;
import dev.spinrun.trainer.tensor.DeterministicAlgorithms;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.tensor.Torch;
import dev.spinrun.trainer.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Whether a training repeats itself bit by bit: from a checkpoint everywhere, in its next steps on
 * a CPU, and on a GPU with {@code train.deterministic}. Without it a GPU may add up in any order,
 * so there it is only told.
 */
record RepeatCheck(SampleModel model, Path folder, boolean deterministic) implements Check {
  private static final int STEPS = 5;
  private static final int SAVED = 3;

  @Override
  public String name() {
    return deterministic ? "repeatability, deterministic" : "repeatability";
  }

  @Override
  public Finding run() throws IOException {
    if (deterministic && !Torch.isOnGpu()) {
      return Finding.skipped("A CPU takes the same algorithms either way.");
    }
    try (DeterministicAlgorithms unused = DeterministicAlgorithms.use(deterministic)) {
      return compare();
    }
  }

  private Finding compare() throws IOException {
    SampleTraining training = SampleTraining.plain(model, STEPS + 1);
    long saved;
    long ended;
    try (Trainer first = training.start()) {
      advance(first, SAVED);
      first.save(folder);
      saved = digest(first.result());
      ended = advance(first, STEPS);
    }
    long restored;
    long resumed;
    try (Trainer second = training.resume(folder)) {
      restored = digest(second.result());
      resumed = advance(second, STEPS);
    }
    try (Trainer third = training.start()) {
      long repeated = advance(third, STEPS);
      double seconds = 1 / third.step().examplesPerSecond();
      boolean mayDiffer = Torch.isOnGpu() && !deterministic;
      return judge(mayDiffer, restored == saved, resumed == ended, repeated == ended, seconds);
    }
  }

  /**
   * What the comparisons come to.
   *
   * @param mayDiffer whether steps may have other bits when they are made again
   * @param seconds of a step: of both checks, the price of deterministic algorithms
   */
  static Finding judge(
      boolean mayDiffer, boolean restored, boolean resumed, boolean repeated, double seconds) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("secondsPerStep", seconds);
    figures.put("restoredEqual", restored);
    figures.put("resumedEqual", resumed);
    figures.put("repeatedEqual", repeated);
    if (!restored) {
      return Finding.failed(
          "Weights read from a checkpoint are not those that were saved.", figures);
    }
    if (resumed && repeated) {
      return Finding.passed(
          "A training of %d steps ends with the same bits, repeated or resumed.".formatted(STEPS),
          figures);
    }
    return Finding.of(
        mayDiffer,
        "Restored weights have the same bits; a training of %d steps, repeated or resumed, ends with others."
            .formatted(STEPS),
        figures);
  }

  private static long advance(Trainer trainer, int steps) {
    while (trainer.stepsDone() < steps) {
      trainer.step();
    }
    return digest(trainer.result());
  }

  private static long digest(Weights weights) {
    CRC32C digest = new CRC32C();
    for (Tensor tensor : weights.tensors()) {
      try (Scope passing = Scope.open()) {
        digest.update(tensor.bytes(passing));
      }
    }
    return digest.getValue();
  }
}
