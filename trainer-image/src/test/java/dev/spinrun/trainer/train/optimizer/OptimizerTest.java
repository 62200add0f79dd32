package dev.spinrun.trainer.train.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spinrun.contract.settings.Schedule;
import dev.spinrun.trainer.golden.Golden;
import dev.spinrun.trainer.nn.Weights;
import dev.spinrun.trainer.tensor.EagerMath;
import dev.spinrun.trainer.tensor.GradientRecording;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.train.optimizer.EmaDecay.Course;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** AdamW, schedules and averages against torch and diffusers. */
class OptimizerTest {
  /** fp32 against fp64 for values near 1. */
  private static final double FP32 = 2e-7;

  private static final AdamWSettings WITHOUT_CLIPPING =
      new AdamWSettings(0.9, 0.999, 1e-2, 1e-8, 1e9);

  private final Scope scope = Scope.open();
  private final Tensor parameter = scope.floats(new float[] {1, -2, 0.5f}, Shape.of(3));
  private final Weights weights = new Weights(Map.of("p", parameter));

  @AfterEach
  void close() {
    scope.close();
  }

  /** torch.optim.AdamW in fp64: lr 1e-2, weight decay 1e-2, gradients i times [0.1, -0.2, 0.05]. */
  @Test
  void threeStepsLeadWhereTorchGoes() {
    double[][] expected = {
      {0.9899000009999999, -1.9898000005, 0.4899500019999996},
      {0.9801491913520253, -1.979949200546904, 0.480249187962268},
      {0.9704711646352491, -1.9701711936075375, 0.47062115168917235}
    };
    AdamW optimizer = new AdamW(scope, weights, WITHOUT_CLIPPING);
    for (int i = 1; i <= 3; i++) {
      float norm = optimizer.step(1e-2, leaves(0.1f * i, -0.2f * i, 0.05f * i), 1);

      assertThat((double) norm).isCloseTo(i * Math.sqrt(0.0525), Offset.offset(1e-6));
      assertThat(Golden.distance(parameter.toFloats(), expected[i - 1])).isLessThan(FP32);
    }
  }

  @Test
  void longGradientIsScaledToTheNormAndMovesAsOneOfThatLength() {
    AdamW optimizer = new AdamW(scope, weights, new AdamWSettings(0, 0.999, 0, 1, 1));

    assertThat(optimizer.step(1, leaves(300, 0, 400), 1)).isEqualTo(500);
    assertThat(
            Golden.distance(
                optimizer.firstMoments().get("p").toFloats(), new double[] {0.6, 0, 0.8}))
        .isLessThan(1e-6);
  }

  @Test
  void scaledGradientsDoWhatTheyWouldUnscaled() {
    AdamW optimizer = new AdamW(scope, weights, new AdamWSettings(0, 0.999, 0, 1, 1e9));

    assertThat(optimizer.step(1, leaves(3 * 1024, 0, 4 * 1024), 1024)).isEqualTo(5);
    assertThat(
            Golden.distance(optimizer.firstMoments().get("p").toFloats(), new double[] {3, 0, 4}))
        .isLessThan(1e-6);
  }

  @Test
  void infiniteGradientChangesNothing() {
    AdamW optimizer = new AdamW(scope, weights, AdamWSettings.DEFAULT);

    assertThat(optimizer.step(1e-2, leaves(1, Float.POSITIVE_INFINITY, 1), 1)).isInfinite();
    assertThat(parameter.toFloats()).containsExactly(1, -2, 0.5f);
    assertThat(optimizer.firstMoments().get("p").toFloats()).containsOnly(0f);
  }

  /** The parameter as a leaf with this gradient. */
  private Weights leaves(float a, float b, float c) {
    Weights leaves = weights.leaves(scope);
    try (GradientRecording recording = GradientRecording.start()) {
      EagerMath math = new EagerMath(scope);
      Tensor factors = scope.floats(new float[] {a, b, c}, Shape.of(3));
      math.multiply(math.meanOfLast(math.multiply(leaves.get("p"), factors)), 3).backward();
    }
    return leaves;
  }

  @Test
  void averageFollowsTheGoldenValues() {
    JsonNode golden = Golden.json("ema_lr.json").get("ema");
    Tensor value = scope.floats(new float[] {1}, Shape.of(1));
    MovingAverage average =
        new MovingAverage(
            scope,
            new Weights(Map.of("v", value)),
            new EmaDecay(golden.get("decay").asDouble(), Course.CONSTANT));
    for (int i = 0; i < golden.get("result").size(); i++) {
      value.assign(
          scope.floats(
              new float[] {(float) golden.get("values_fed").get(i).asDouble()}, Shape.of(1)));
      average.update(i);

      assertThat((double) average.weights().get("v").toFloat())
          .isCloseTo(golden.get("result").get(i).asDouble(), Offset.offset(FP32));
    }
  }

  @Test
  void risingDecayIsThatOfDiffusers() {
    double[] expected =
        Golden.doubles(Golden.json("ema_lr.json").get("ema").get("decay_schedule_0.9999_first10"));
    EmaDecay decay = new EmaDecay(0.9999, Course.RISING);
    for (int update = 0; update < expected.length; update++) {
      assertThat(decay.at(update)).isCloseTo(expected[update], Offset.offset(1e-12));
    }

    assertThat(decay.at(100_000)).isEqualTo(0.9999);
  }

  @Test
  void averageWithARisingDecayBeginsAtTheWeightsOfItsFirstUpdate() {
    Tensor value = scope.floats(new float[] {1}, Shape.of(1));
    MovingAverage average =
        new MovingAverage(scope, new Weights(Map.of("v", value)), new EmaDecay(0.9, Course.RISING));
    value.assign(scope.floats(new float[] {3}, Shape.of(1)));

    average.update(0);

    assertThat(average.weights().get("v").toFloat()).isEqualTo(3);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "lr_linear_warmup4_total12_base1, LINEAR",
    "lr_constant_warmup4_total12_base1, CONSTANT",
    "lr_cosine_warmup4_total12_base1, COSINE"
  })
  void learningRateIsThatOfDiffusersButForTheLostFirstStep(String name, Schedule schedule) {
    double[] expected = Golden.doubles(Golden.json("ema_lr.json").get(name));
    LearningRate rate = new LearningRate(1, 4, expected.length, schedule);
    for (int step = 0; step < expected.length; step++) {
      int theirs = step < 4 ? step + 1 : step;

      assertThat(rate.at(step)).isCloseTo(expected[theirs], Offset.offset(1e-12));
    }
  }
}
