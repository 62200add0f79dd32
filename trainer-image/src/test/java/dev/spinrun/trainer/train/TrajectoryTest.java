package dev.spinrun.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spinrun.contract.settings.Schedule;
import dev.spinrun.trainer.golden.Golden;
import dev.spinrun.trainer.loss.Objective.Preference;
import dev.spinrun.trainer.model.unet.UNet;
import dev.spinrun.trainer.nn.Activations;
import dev.spinrun.trainer.nn.Precision;
import dev.spinrun.trainer.nn.Weights;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.train.gradient.GradientPass.Parts;
import dev.spinrun.trainer.train.gradient.MicroBatch;
import dev.spinrun.trainer.train.gradient.PreferencePass;
import dev.spinrun.trainer.train.optimizer.AdamW;
import dev.spinrun.trainer.train.optimizer.AdamWSettings;
import dev.spinrun.trainer.train.optimizer.LearningRate;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Twenty steps of self-play on the tiny UNet against torch (golden/trajectory.json). */
class TrajectoryTest {
  private static final JsonNode GOLDEN = Golden.json("trajectory.json");
  private static final int STEPS = 20;

  /** Relative, of losses. */
  private static final double FP32 = 1e-4;

  /**
   * F distribution of 20 and 60 degrees of freedom: equal variances exceed it once in 100 times.
   */
  private static final double F_TEST = 2.20;

  private final Scope scope = Scope.open();
  private final SineBatches batches = new SineBatches();

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void lossesAreThoseOfTorch() {
    double[] expected = Golden.doubles(GOLDEN.get("fp64"));
    double[] losses = losses(Precision.FP32);

    for (int i = 0; i < STEPS; i++) {
      assertThat(losses[i])
          .as("step %d", i + 1)
          .isCloseTo(expected[i], Offset.offset(FP32 * expected[i]));
    }
  }

  /**
   * Torch's own autocast strays from fp32 by rounding, on every CPU by other amounts; ours may
   * stray as far. Variances are compared: the largest of twenty errors is a matter of luck.
   */
  @Test
  void inBf16TheyStrayFromFp32AsThoseOfTorchDo() {
    double torch = 0;
    JsonNode runs = GOLDEN.get("bf16");
    for (JsonNode run : runs) {
      torch += variance(Golden.doubles(run)) / runs.size();
    }

    assertThat(variance(losses(Precision.BF16))).isPositive().isLessThan(F_TEST * torch);
  }

  /** Mean square of relative errors. */
  private static double variance(double[] losses) {
    double[] full = Golden.doubles(GOLDEN.get("fp32"));
    double sum = 0;
    for (int i = 0; i < STEPS; i++) {
      double error = (losses[i] - full[i]) / full[i];
      sum += error * error / STEPS;
    }
    return sum;
  }

  private double[] losses(Precision precision) {
    UNet opponent = UNet.load(scope, Golden.path("tiny_pipeline/unet")).in(scope, precision);
    Weights weights = opponent.weights().copy(scope);
    AdamW optimizer = new AdamW(scope, weights, AdamWSettings.DEFAULT);
    PreferencePass pass =
        new PreferencePass(
            scope,
            opponent.castForInference(scope),
            new Preference(GOLDEN.get("beta").asDouble(), GOLDEN.get("sft_weight").asDouble()),
            batches,
            Activations.KEPT);
    LearningRate rate = new LearningRate(GOLDEN.get("lr").asDouble(), 0, STEPS, Schedule.CONSTANT);
    double[] losses = new double[STEPS];
    for (int i = 0; i < STEPS; i++) {
      try (Scope step = Scope.open()) {
        Weights leaves = weights.leaves(step);
        UNet model = opponent.withWeights(step, leaves);
        MicroBatch batch = batches.of(i, (37 * i + 100) % 1000, (271 * i + 700) % 1000);
        losses[i] = pass.accumulate(model, new Parts(1, () -> batch), 1, names -> {}).loss();
        optimizer.step(rate.at(i), leaves, 1);
      }
    }
    return losses;
  }
}
