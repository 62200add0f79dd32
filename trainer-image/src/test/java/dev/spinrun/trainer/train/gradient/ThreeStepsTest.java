package dev.spinrun.trainer.train.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spinrun.contract.settings.Schedule;
import dev.spinrun.trainer.golden.Golden;
import dev.spinrun.trainer.loss.DenoisingError;
import dev.spinrun.trainer.loss.LossReport.PreferenceReport;
import dev.spinrun.trainer.loss.Objective.Preference;
import dev.spinrun.trainer.loss.PreferenceLoss;
import dev.spinrun.trainer.model.unet.UNet;
import dev.spinrun.trainer.nn.Activations;
import dev.spinrun.trainer.nn.Weights;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.train.SineBatches;
import dev.spinrun.trainer.train.gradient.GradientPass.Parts;
import dev.spinrun.trainer.train.optimizer.AdamW;
import dev.spinrun.trainer.train.optimizer.AdamWSettings;
import dev.spinrun.trainer.train.optimizer.EmaDecay;
import dev.spinrun.trainer.train.optimizer.EmaDecay.Course;
import dev.spinrun.trainer.train.optimizer.LearningRate;
import dev.spinrun.trainer.train.optimizer.MovingAverage;
import java.util.Arrays;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Three AdamW steps on the preference loss against torch in fp64 (golden/train3.json). */
class ThreeStepsTest {
  private static final JsonNode GOLDEN = Golden.json("train3.json");
  private static final int[][] TIMESTEPS = {{100, 700}, {400, 20}, {999, 250}};

  /** golden/train3.json: beta 2000 multiplies the rounding of fp32 by 1000. */
  private static final double MARGIN = 5e-3;

  /** Of single errors: ten times the distance of torch's own fp32 trace from its fp64 trace. */
  private static final double ERROR = 3.5e-5;

  private static final Preference OBJECTIVE = new Preference(2000, 0);
  private static final double LATER_LOSS_RELATIVE = 1e-3;
  private static final double WEIGHT_NORM_RELATIVE = 1e-4;

  /** Ten times the largest distance between torch's own fp32 and fp64 results. */
  private static final double ELEMENT = 10 * GOLDEN.get("torch_fp32_final_param_maxabs").asDouble();

  private final Scope scope = Scope.open();
  private final UNet opponent = UNet.load(scope, Golden.path("tiny_pipeline/unet"));
  private final SineBatches batches = new SineBatches();

  @AfterEach
  void close() {
    scope.close();
  }

  @ParameterizedTest
  @EnumSource(Activations.class)
  void lossesNormsAndWeightsAreThoseOfTorch(Activations activations) {
    Weights weights = opponent.weights().copy(scope);
    MovingAverage average = new MovingAverage(scope, weights, new EmaDecay(0.9, Course.CONSTANT));
    AdamW optimizer = new AdamW(scope, weights, AdamWSettings.DEFAULT);
    PreferencePass pass = new PreferencePass(scope, opponent, OBJECTIVE, batches, activations);
    LearningRate rate = new LearningRate(1e-3, 2, 3, Schedule.CONSTANT);

    for (int i = 0; i < 3; i++) {
      Weights leaves = weights.leaves(scope);
      UNet model = opponent.withWeights(scope, leaves);
      MicroBatch batch = batch(i);
      assertPairs(GOLDEN.get("trace").get(i), model, batch);
      PreferenceReport report =
          (PreferenceReport) pass.accumulate(model, new Parts(1, () -> batch), 1, names -> {});
      double norm = optimizer.step(rate.at(i), leaves, 1);
      average.update(i);
      assertStep(GOLDEN.get("trace").get(i), i, report, norm, rate.at(i));
    }

    assertChecksums(weights, GOLDEN.get("final_checksums"));
    assertChecksums(average.weights(), GOLDEN.get("ema_checksums"));
  }

  private void assertPairs(JsonNode expected, UNet model, MicroBatch batch) {
    try (Scope step = Scope.open()) {
      ModelInputs inputs = ModelInputs.upload(step, batch, batches);
      DenoisingError error = new DenoisingError(step);
      Tensor ofModel = inputs.errors(step, model, error);
      Tensor ofReference = inputs.errors(step, opponent, error);
      Tensor u = new PreferenceLoss(step, OBJECTIVE).of(step, ofModel, ofReference, 1).u();

      assertThat(Golden.distance(ofModel.toFloats(), Golden.doubles(expected.get("m"))))
          .isLessThan(ERROR);
      assertThat(Golden.distance(ofReference.toFloats(), Golden.doubles(expected.get("r"))))
          .isLessThan(ERROR);
      assertThat(Golden.distance(u.toFloats(), Golden.doubles(expected.get("u"))))
          .isLessThan(MARGIN);
    }
  }

  private static void assertStep(
      JsonNode expected, int step, PreferenceReport report, double norm, double rate) {
    double loss = expected.get("loss").asDouble();
    double lossTolerance = step == 0 ? 1e-5 : LATER_LOSS_RELATIVE * loss + 1e-6;
    double meanMargin = Arrays.stream(Golden.doubles(expected.get("u"))).average().orElseThrow();
    double gradientNorm = expected.get("grad_norm_before_clip").asDouble();
    assertThat(report.loss()).isCloseTo(loss, Offset.offset(lossTolerance));
    assertThat(report.u()).isCloseTo(meanMargin, Offset.offset(MARGIN));
    // The factor exp(-u) of a saturated pair passes the margin's rounding on to the gradient.
    assertThat(norm).isCloseTo(gradientNorm, Offset.offset(3 * MARGIN * gradientNorm));
    assertThat(rate).isEqualTo(expected.get("lr").asDouble());
  }

  private static void assertChecksums(Weights weights, JsonNode expected) {
    assertThat(weights.byName()).hasSize(expected.size());
    for (Map.Entry<String, Tensor> weight : weights.byName().entrySet()) {
      assertChecksums(weight.getKey(), weight.getValue().toFloats(), expected.get(weight.getKey()));
    }
  }

  private static void assertChecksums(String name, float[] elements, JsonNode expected) {
    double sum = 0;
    double squares = 0;
    for (float element : elements) {
      sum += element;
      squares += (double) element * element;
    }
    double norm = expected.get("l2").asDouble();
    double distance = norm * WEIGHT_NORM_RELATIVE;
    assertThat(Math.sqrt(squares)).as("norm of %s", name).isCloseTo(norm, Offset.offset(distance));
    // A difference of that norm can change a sum by the root of the number of elements.
    assertThat(sum)
        .as("sum of %s", name)
        .isCloseTo(
            expected.get("sum").asDouble(), Offset.offset(Math.sqrt(elements.length) * distance));
    if (expected.has("first")) {
      assertThat((double) elements[0])
          .as("first of %s", name)
          .isCloseTo(expected.get("first").asDouble(), Offset.offset(ELEMENT));
    }
  }

  private MicroBatch batch(int step) {
    return batches.of(step, TIMESTEPS[step]);
  }
}
