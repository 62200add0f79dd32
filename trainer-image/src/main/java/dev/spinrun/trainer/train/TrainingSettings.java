package dev.spinrun.trainer.train;

import dev.spinrun.contract.settings.PairNoise;
import dev.spinrun.trainer.loss.Objective;
import dev.spinrun.trainer.nn.Activations;
import dev.spinrun.trainer.nn.Precision;
import dev.spinrun.trainer.train.optimizer.AdamWSettings;
import dev.spinrun.trainer.train.optimizer.EmaDecay;
import dev.spinrun.trainer.train.optimizer.LearningRate;
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
 * @param pairNoise of the two images of a pair
 * @param promptDropout share of examples that are trained with the empty prompt
 * @param adapterRank rank of the adapters that are trained alone; 0 to train every weight
 * @param precision of the networks; weights and moments are fp32
 * @param activations what happens to values between forward and backward pass; the result does not
 *     depend on it but for rounding
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
    PairNoise pairNoise,
    double promptDropout,
    int adapterRank,
    Precision precision,
    Activations activations,
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
    check(problems, adapterRank >= 0, "adapterRank must be at least 0 (was " + adapterRank + ")");
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
