package dev.spinrun.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spinrun.trainer.diffusion.schedule.NoiseSchedule;
import dev.spinrun.trainer.diffusion.schedule.SchedulerConfig;
import dev.spinrun.trainer.golden.Golden;
import dev.spinrun.trainer.loss.DenoisingError.DenoisingLoss;
import dev.spinrun.trainer.loss.Objective.Denoising;
import dev.spinrun.trainer.loss.Objective.Preference;
import dev.spinrun.trainer.loss.PreferenceLoss.PairLoss;
import dev.spinrun.trainer.tensor.GradientRecording;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The losses against torch in fp64 (golden/losses.json). */
class LossTest {
  private static final JsonNode GOLDEN = Golden.json("losses.json");
  private static final Shape PAIRS = Shape.of(6, 4, 4, 4);
  private static final Shape IMAGES = Shape.of(3, 4, 4, 4);
  private static final int HALF = 3 * 64;

  /** golden/losses.json: of fp32. */
  private static final double RELATIVE = 1e-5;

  /** Below it fp32 has no full precision. */
  private static final double SMALLEST_NORMAL = Float.MIN_NORMAL;

  private final Scope scope = Scope.open();

  @AfterEach
  void close() {
    scope.close();
  }

  record PairCase(String golden, LossShape shape, double beta) {
    @Override
    public String toString() {
      return golden;
    }
  }

  static Stream<PairCase> pairs() {
    return Stream.of(
        new PairCase("spin_sigmoid_beta1", LossShape.SIGMOID, 1),
        new PairCase("spin_sigmoid_beta100", LossShape.SIGMOID, 100),
        new PairCase("spin_sigmoid_beta2000", LossShape.SIGMOID, 2000),
        new PairCase("spin_sigmoid_beta5000", LossShape.SIGMOID, 5000),
        new PairCase("dpo_diffusers_convention_beta2500", LossShape.SIGMOID, 5000),
        new PairCase("hinge_beta100", LossShape.HINGE, 100),
        new PairCase("ipo_beta100", LossShape.IPO, 100),
        new PairCase("spin_beta1e8_stable_softplus", LossShape.SIGMOID, 1e8));
  }

  record ImageCase(String golden, @Nullable Double snrGamma) {
    @Override
    public String toString() {
      return golden;
    }
  }

  static Stream<ImageCase> images() {
    return Stream.of(new ImageCase("sft", null), new ImageCase("sft_minsnr5_t400", 5.0));
  }

  @Test
  void everyCaseInTheFileIsTested() {
    List<String> inTheFile =
        GOLDEN.get("cases").properties().stream().map(Map.Entry::getKey).toList();

    assertThat(
            Stream.concat(pairs().map(PairCase::golden), images().map(ImageCase::golden)).toList())
        .containsExactlyInAnyOrderElementsOf(inTheFile);
  }

  @Test
  void errorsOfModelAndReferenceAreThoseOfTorch() {
    float[] model = errors(predictions());
    float[] reference = errors(references());

    assertErrors(model, "m_w", "m_l");
    assertErrors(reference, "r_w", "r_l");
  }

  private static void assertErrors(float[] actual, String preferred, String rejected) {
    double[] first = Golden.doubles(GOLDEN.get(preferred));
    double[] second = Golden.doubles(GOLDEN.get(rejected));
    assertThat(Golden.toleranceUsed(Arrays.copyOfRange(actual, 0, 3), first, RELATIVE, 0))
        .isLessThan(1);
    assertThat(Golden.toleranceUsed(Arrays.copyOfRange(actual, 3, 6), second, RELATIVE, 0))
        .isLessThan(1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pairs")
  void lossMarginsAndGradientsAreThoseOfTorch(PairCase test) {
    JsonNode expected = GOLDEN.get("cases").get(test.golden());
    Tensor predicted = predictions().requireGradient();
    PairLoss loss;
    try (GradientRecording recording = GradientRecording.start()) {
      Preference objective = new Preference(test.shape(), test.beta(), 0);
      loss = pairLoss(predicted, objective, 1);
      loss.scaled().backward();
    }

    double[] margins = Golden.doubles(expected.get("u"));
    float[] u = loss.u().toFloats();
    assertThat(Golden.toleranceUsed(u, margins, RELATIVE, 0)).isLessThan(1);
    assertThat(accuracy(u)).isEqualTo(expected.get("implicit_acc").asDouble());
    assertLoss(loss.preference().toFloat(), expected, test, margins[0]);
    // golden/README.md: the others saturate on purpose.
    if (test.beta() <= 100) {
      float[] gradient = predicted.gradient(scope).toFloats();
      assertGradient(Arrays.copyOfRange(gradient, 0, HALF), expected, "grad_pred_w");
      assertGradient(Arrays.copyOfRange(gradient, HALF, 2 * HALF), expected, "grad_pred_l");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pairs")
  void theLossOfAMarginIsThatOfTorch(PairCase test) {
    JsonNode expected = GOLDEN.get("cases").get(test.golden());
    double loss =
        Arrays.stream(Golden.doubles(expected.get("u")))
            .map(u -> test.shape().at(u, test.beta()))
            .average()
            .orElseThrow();

    // Both in fp64.
    assertThat(loss)
        .isCloseTo(expected.get("loss").asDouble(), Offset.offset(1e-12 + 1e-9 * Math.abs(loss)));
  }

  /** Where softplus has become exp(-u), u's relative error comes in u times as large. */
  private static void assertLoss(float actual, JsonNode expected, PairCase test, double margin) {
    double loss = expected.get("loss").asDouble();
    double steepness = test.shape() == LossShape.SIGMOID ? Math.max(1, margin) : 1;
    assertThat((double) actual)
        .isCloseTo(loss, Offset.offset(RELATIVE * steepness * loss + SMALLEST_NORMAL));
  }

  private static double accuracy(float[] u) {
    int positive = 0;
    for (float margin : u) {
      positive += margin > 0 ? 1 : 0;
    }
    return (double) positive / u.length;
  }

  private static void assertGradient(float[] gradient, JsonNode expected, String name) {
    double norm = 0;
    for (float element : gradient) {
      norm += (double) element * element;
    }
    double reference = expected.get(name + "_norm").asDouble();
    Offset<Double> tolerance = Offset.offset(RELATIVE * reference);
    assertThat(Math.sqrt(norm)).isCloseTo(reference, tolerance);
    double[] first = Golden.doubles(expected.get(name + "_first6"));
    assertThat(Golden.distance(Arrays.copyOf(gradient, 6), first))
        .isLessThanOrEqualTo(RELATIVE * reference);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("images")
  void fineTuningLossAndGradientAreThoseOfTorch(ImageCase test) {
    JsonNode expected = GOLDEN.get("cases").get(test.golden());
    NoiseSchedule schedule =
        new NoiseSchedule(SchedulerConfig.load(Golden.path("tiny_pipeline/scheduler")));
    float weight = (float) new Denoising(test.snrGamma()).weight(schedule, 400);
    Tensor weights = scope.floats(new float[] {weight, weight, weight}, Shape.of(3));
    Tensor predicted = scope.floats(wave(0.9, 0.4), IMAGES).requireGradient();
    Tensor target = scope.floats(wave(1, 0.5), IMAGES);
    DenoisingError error = new DenoisingError(scope);
    DenoisingLoss loss;
    try (GradientRecording recording = GradientRecording.start()) {
      loss = error.loss(scope, error.of(scope, predicted, target), weights, 1);
      loss.scaled().backward();
    }

    double value = expected.get("loss").asDouble();
    assertThat((double) loss.loss().toFloat()).isCloseTo(value, Offset.offset(RELATIVE * value));
    assertGradient(predicted.gradient(scope).toFloats(), expected, "grad_pred_w");
  }

  @Test
  void eachErrorCountsByItsWeight() {
    Tensor errors = scope.floats(new float[] {1, 3}, Shape.of(2));
    Tensor weights = scope.floats(new float[] {0.5f, 0.25f}, Shape.of(2));

    DenoisingLoss loss = new DenoisingError(scope).loss(scope, errors, weights, 0.5);

    assertThat(loss.loss().toFloat()).isEqualTo(0.625f);
    assertThat(loss.scaled().toFloat()).isEqualTo(0.3125f);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void lossIsAConstantWhileModelEqualsReference(LossShape shape) {
    Tensor errors = scope.floats(new float[] {0.3f, 0.1f, 0.2f, 0.7f}, Shape.of(4));
    PairLoss loss =
        new PreferenceLoss(scope, new Preference(shape, 5000, 200)).of(scope, errors, errors, 1);

    float due = (float) shape.atEquality(5000);
    assertThat(loss.preference().toFloat()).isCloseTo(due, Offset.offset(2 * Math.ulp(due)));
    for (float u : loss.u().toFloats()) {
      assertThat(Math.abs(u)).isZero();
    }
  }

  @Test
  void theConstantsAreThoseOfTheFormulas() {
    assertThat(LossShape.SIGMOID.atEquality(5000)).isEqualTo(GOLDEN.get("ln2_at_start").asDouble());
    assertThat(LossShape.HINGE.atEquality(5000)).isEqualTo(1);
    assertThat(LossShape.IPO.atEquality(5000)).isCloseTo(1e-8, Offset.offset(1e-20));
  }

  @Test
  void hingeGrowsWithTheMarginOfAWrongPair() {
    Tensor model = scope.floats(new float[] {0.75f, 0.25f}, Shape.of(2));
    Tensor reference = scope.floats(new float[] {0.5f, 0.5f}, Shape.of(2));
    PreferenceLoss loss = new PreferenceLoss(scope, new Preference(LossShape.HINGE, 2, 0));

    assertThat(loss.of(scope, model, reference, 1).preference().toFloat()).isEqualTo(1.5f);
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
    return new PreferenceLoss(scope, objective)
        .of(
            scope,
            error.of(scope, predicted, targets()),
            error.of(scope, references(), targets()),
            share);
  }

  private float[] errors(Tensor predicted) {
    return new DenoisingError(scope).of(scope, predicted, targets()).toFloats();
  }

  private Tensor targets() {
    return scope.floats(both(wave(1, 0.5), wave(1, 0.5)), PAIRS);
  }

  private Tensor references() {
    return scope.floats(both(wave(0.85, 0.45), wave(0.85, 0.8)), PAIRS);
  }

  private Tensor predictions() {
    return scope.floats(both(wave(0.9, 0.4), wave(0.8, 0.9)), PAIRS);
  }

  private static float[] wave(double amplitude, double phase) {
    return Golden.fill(Shape.of(HALF), j -> amplitude * Math.sin(0.37 * j + phase));
  }

  private static float[] both(float[] a, float[] b) {
    float[] all = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    return all;
  }
}
