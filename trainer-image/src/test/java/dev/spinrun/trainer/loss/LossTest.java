package dev.spinrun.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spinrun.trainer.golden.Golden;
import dev.spinrun.trainer.loss.DenoisingError.DenoisingLoss;
import dev.spinrun.trainer.loss.Objective.Preference;
import dev.spinrun.trainer.loss.PreferenceLoss.PairLoss;
import dev.spinrun.trainer.tensor.GradientRecording;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The losses against torch in fp64 (golden/losses.json). */
class LossTest {
  private static final JsonNode GOLDEN = Golden.json("losses.json");
  private static final Shape PAIRS = Shape.of(6, 4, 4, 4);
  private static final int HALF = 3 * 64;

  /** fp32 means of squares of about 0.1, and their differences. */
  private static final double RELATIVE = 1e-5;

  private final Scope scope = Scope.open();

  @AfterEach
  void close() {
    scope.close();
  }

  @ParameterizedTest(name = "beta {1}")
  @CsvSource({
    "spin_sigmoid_beta1, 1",
    "spin_sigmoid_beta100, 100",
    "spin_sigmoid_beta2000, 2000",
    "spin_sigmoid_beta5000, 5000",
    "dpo_diffusers_convention_beta2500, 5000",
    "spin_beta1e8_stable_softplus, 1e8"
  })
  void lossMarginsAndGradientsAreThoseOfTorch(String name, double beta) {
    JsonNode expected = GOLDEN.get("cases").get(name);
    Tensor predicted = predictions();
    PairLoss loss;
    try (GradientRecording recording = GradientRecording.start()) {
      loss = pairLoss(predicted, new Preference(beta, 0), 1);
      loss.scaled().backward();
    }

    double[] margins = Golden.doubles(expected.get("u"));
    float[] u = loss.u().toFloats();
    for (int i = 0; i < u.length; i++) {
      assertThat((double) u[i]).isCloseTo(margins[i], relative(margins[i]));
    }
    assertThat((double) loss.preference().toFloat())
        .isCloseTo(
            expected.get("loss").asDouble(),
            // softplus of -u: an error of u is a relative error of a small loss.
            Offset.offset(1e-6 + 1e-3 * expected.get("loss").asDouble()));
    if (beta <= 100) {
      float[] gradient = predicted.gradient(scope).toFloats();
      assertGradient(Arrays.copyOfRange(gradient, 0, HALF), expected, "grad_pred_w");
      assertGradient(Arrays.copyOfRange(gradient, HALF, 2 * HALF), expected, "grad_pred_l");
    }
  }

  private static void assertGradient(float[] gradient, JsonNode expected, String name) {
    double norm = 0;
    for (float element : gradient) {
      norm += (double) element * element;
    }
    double reference = expected.get(name + "_norm").asDouble();
    assertThat(Math.sqrt(norm)).isCloseTo(reference, relative(reference));
    double[] first = Golden.doubles(expected.get(name + "_first6"));
    assertThat(Golden.distance(Arrays.copyOf(gradient, 6), first)).isLessThan(1e-5 * reference);
  }

  @Test
  void fineTuningLossAndGradientAreThoseOfTorch() {
    JsonNode expected = GOLDEN.get("cases").get("sft");
    Tensor predicted = scope.floats(wave(0.9, 0.4, HALF), Shape.of(3, 4, 4, 4)).requireGradient();
    Tensor target = scope.floats(wave(1, 0.5, HALF), Shape.of(3, 4, 4, 4));
    DenoisingError error = new DenoisingError(scope);
    DenoisingLoss loss;
    try (GradientRecording recording = GradientRecording.start()) {
      loss = error.loss(scope, error.of(scope, predicted, target), 1);
      loss.scaled().backward();
    }

    assertThat((double) loss.loss().toFloat())
        .isCloseTo(expected.get("loss").asDouble(), Offset.offset(1e-7));
    assertGradient(predicted.gradient(scope).toFloats(), expected, "grad_pred_w");
  }

  @Test
  void lossIsLn2WhileModelEqualsReference() {
    Tensor errors = scope.floats(new float[] {0.3f, 0.1f, 0.2f, 0.7f}, Shape.of(4));
    PairLoss loss =
        new PreferenceLoss(scope, new Preference(5000, 200)).of(scope, errors, errors, 1);

    assertThat(loss.preference().toFloat()).isEqualTo((float) Math.log(2));
    for (float u : loss.u().toFloats()) {
      assertThat(Math.abs(u)).isZero();
    }
  }

  @Test
  void exchangingTheImagesOfAPairChangesTheSignOfItsMargin() {
    Tensor one = scope.floats(new float[] {0.3f, 0.1f}, Shape.of(2));
    Tensor other = scope.floats(new float[] {0.1f, 0.3f}, Shape.of(2));
    Tensor reference = scope.floats(new float[] {0.2f, 0.2f}, Shape.of(2));
    PreferenceLoss loss = new PreferenceLoss(scope, new Preference(10, 0));

    float u = loss.of(scope, one, reference, 1).u().toFloat();

    assertThat(u).isNegative();
    assertThat(loss.of(scope, other, reference, 1).u().toFloat()).isEqualTo(-u);
  }

  @Test
  void denoisingTermAddsItsWeightTimesTheErrorOfThePreferredImages() {
    Tensor errors = scope.floats(new float[] {0.5f, 0.25f, 9f, 9f}, Shape.of(4));
    PreferenceLoss loss = new PreferenceLoss(scope, new Preference(1, 200));

    PairLoss pairs = loss.of(scope, errors, errors, 0.5);

    assertThat((double) pairs.scaled().toFloat())
        .isCloseTo(0.5 * (Math.log(2) + 200 * 0.375), Offset.offset(1e-5));
  }

  private PairLoss pairLoss(Tensor predicted, Preference objective, double share) {
    DenoisingError error = new DenoisingError(scope);
    Tensor target = scope.floats(both(wave(1, 0.5, HALF), wave(1, 0.5, HALF)), PAIRS);
    Tensor reference = scope.floats(both(wave(0.85, 0.45, HALF), wave(0.85, 0.8, HALF)), PAIRS);
    return new PreferenceLoss(scope, objective)
        .of(scope, error.of(scope, predicted, target), error.of(scope, reference, target), share);
  }

  private Tensor predictions() {
    return scope.floats(both(wave(0.9, 0.4, HALF), wave(0.8, 0.9, HALF)), PAIRS).requireGradient();
  }

  private static float[] wave(double amplitude, double phase, int count) {
    return Golden.fill(Shape.of(count), j -> amplitude * Math.sin(0.37 * j + phase));
  }

  private static float[] both(float[] a, float[] b) {
    float[] all = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    return all;
  }

  private static Offset<Double> relative(double value) {
    return Offset.offset(Math.abs(value) * RELATIVE + 1e-9);
  }
}
