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
import dev.spinrun.trainer.train.gradient.MicroBatch;
import dev.spinrun.trainer.train.gradient.PreferencePass;
import dev.spinrun.trainer.train.optimizer.AdamW;
import dev.spinrun.trainer.train.optimizer.AdamWSettings;
import dev.spinrun.trainer.train.optimizer.LearningRate;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Twenty steps of self-play on the tiny UNet against torch (golden/trajectory.json). */
class TrajectoryTest {
  private static final JsonNode GOLDEN = Golden.json("trajectory.json");
  private static final int STEPS = 20;

  /** Relative, of losses. */
  private static final double FP32 = 1e-4;

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

  /** Torch's own autocast strays from fp32 by rounding; ours may stray as far, and no farther. */
  @Test
  void inBf16TheyStrayFromFp32NoFartherThanThoseOfTorch() {
    double[] full = Golden.doubles(GOLDEN.get("fp32"));
    double[] autocast = Golden.doubles(GOLDEN.get("bf16"));
    double[] losses = losses(Precision.BF16);

    double spread = 0;
    double ours = 0;
    for (int i = 0; i < STEPS; i++) {
      spread = Math.max(spread, Math.abs(autocast[i] - full[i]) / full[i]);
      ours = Math.max(ours, Math.abs(losses[i] - full[i]) / full[i]);
    }
    assertThat(ours).isPositive().isLessThanOrEqualTo(spread);
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
        losses[i] = pass.accumulate(i + 1, model, List.of(batch), 1, names -> {}).loss();
        optimizer.step(rate.at(i), leaves, 1);
      }
    }
    return losses;
  }
}
