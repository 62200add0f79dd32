package dev.spinrun.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinrun.trainer.diffusion.random.RandomStream;
import dev.spinrun.trainer.loss.LossShape;
import dev.spinrun.trainer.loss.Objective.Preference;
import dev.spinrun.trainer.nn.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StartEqualityTest {
  /** Of a latent of Stable Diffusion. */
  private static final int ELEMENTS = 4 * 64 * 64;

  private static final int PAIRS = 8;

  /** The loss of pairs whose predictions by the model are off by this much, relative. */
  private static double loss(Preference objective, double off, double reference) {
    double sum = 0;
    for (int pair = 0; pair < PAIRS; pair++) {
      double margin = 0;
      for (int image = 0; image < 2; image++) {
        float[] target = RandomStream.of(1, pair, image).normals(ELEMENTS);
        float[] predicted = RandomStream.of(2, pair, image).normals(ELEMENTS);
        float[] rounding = RandomStream.of(3, pair, image).normals(ELEMENTS);
        double difference = 0;
        for (int i = 0; i < ELEMENTS; i++) {
          double p = 0.5 * predicted[i] + target[i];
          double model = p * (1 + off * rounding[i]) - target[i];
          double other = p * (image == 0 ? 1 : reference) - target[i];
          difference += (model * model - other * other) / ELEMENTS;
        }
        margin += (image == 0 ? -1 : 1) * difference;
      }
      sum += objective.shape().at(objective.beta() / 2 * margin, objective.beta());
    }
    return sum / PAIRS;
  }

  @ParameterizedTest(name = "{0}, beta {1}, {2}")
  @CsvSource({
    "SIGMOID, 500, FP32",
    "SIGMOID, 2000, FP32",
    "SIGMOID, 10000, FP32",
    "SIGMOID, 2000, FP16",
    "SIGMOID, 2000, BF16",
    "SIGMOID, 10000, BF16",
    "HINGE, 2000, FP32",
    "HINGE, 2000, BF16",
    "IPO, 2000, FP32",
    "IPO, 2000, BF16"
  })
  void equalModelsOfOtherKernelsAreEqual(LossShape shape, double beta, Precision precision) {
    Preference objective = new Preference(shape, beta, 0);
    StartEquality equality = new StartEquality(objective, precision, ELEMENTS);
    double off = precision.roundoff() * (precision.isHalf() ? 2 : 64);

    assertThatCode(() -> equality.require(loss(objective, off, 1))).doesNotThrowAnyException();
  }

  /** A reference that takes the rejected image for 2 % brighter is another model. */
  @ParameterizedTest
  @EnumSource(LossShape.class)
  void anotherReferenceIsNoticedInEveryPrecision(LossShape shape) {
    Preference objective = new Preference(shape, 2000, 0);
    double loss = loss(objective, 0, 1.02);
    for (Precision precision : Precision.values()) {
      StartEquality equality = new StartEquality(objective, precision, ELEMENTS);

      assertThatThrownBy(() -> equality.require(loss)).isInstanceOf(UnequalStartException.class);
    }
  }

  @Test
  void theToleranceGrowsWithBetaAndWithRounding() {
    Preference weak = new Preference(500, 0);
    Preference strong = new Preference(5000, 0);
    double least = new StartEquality(weak, Precision.FP32, ELEMENTS).tolerance();

    assertThat(least).isBetween(1e-6, 1e-3);
    assertThat(new StartEquality(strong, Precision.FP32, ELEMENTS).tolerance())
        .isGreaterThan(5 * least);
    assertThat(new StartEquality(weak, Precision.BF16, ELEMENTS).tolerance())
        .isGreaterThan(100 * least);
  }
}
