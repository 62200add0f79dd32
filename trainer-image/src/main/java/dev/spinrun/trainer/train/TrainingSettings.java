package dev.spinrun.trainer.train;

import dev.spinrun.trainer.loss.Objective;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that decides what an iteration's training computes, besides weights and examples.
 *
 * @param steps optimizer steps
 * @param batch examples per optimizer step
 * @param microBatch examples per forward pass, a divisor of batch; the result does not depend on it
 *     but for rounding
 * @param ema of the averaged weights, which are the result when there are any
 * @param promptDropout share of examples that are trained with the empty prompt
 * @param seed of all randomness, together with the iteration
 */
public record TrainingSettings(
    Objective objective,
    int steps,
    int batch,
    int microBatch,
    LearningRate learningRate,
    AdamWSettings optimizer,
    EmaDecay ema,
    double promptDropout,
    long seed,
    int iteration) {
  public TrainingSettings {
    List<String> problems = new ArrayList<>();
    check(problems, steps >= 1, "steps must be at least 1 (was " + steps + ")");
    check(problems, batch >= 1, "batch must be at least 1 (was " + batch + ")");
    check(
        problems,
        microBatch >= 1 && batch % Math.max(1, microBatch) == 0,
        "microBatch must divide batch (was " + microBatch + " and " + batch + ")");
    check(
        problems,
        promptDropout >= 0 && promptDropout <= 1,
        "promptDropout must be in 0..1 (was " + promptDropout + ")");
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          "The training settings have %d problems: %s."
              .formatted(problems.size(), String.join("; ", problems)));
    }
  }

  private static void check(List<String> problems, boolean fine, String problem) {
    if (!fine) {
      problems.add(problem);
    }
  }
}
