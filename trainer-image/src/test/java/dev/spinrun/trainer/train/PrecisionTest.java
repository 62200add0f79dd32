package dev.spinrun.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinrun.trainer.golden.Golden;
import dev.spinrun.trainer.loss.LossReport.PreferenceReport;
import dev.spinrun.trainer.loss.Objective.Preference;
import dev.spinrun.trainer.model.unet.UNet;
import dev.spinrun.trainer.nn.Activations;
import dev.spinrun.trainer.nn.Precision;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.train.gradient.DivergenceException;
import dev.spinrun.trainer.train.gradient.Example;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks that compute in halves, on the tiny UNet. */
class PrecisionTest {
  private static final float[] TIMESTEPS = {10, 500};

  private final Scope scope = Scope.open();
  private final Golden golden = Golden.open("unet_io.safetensors");
  private final UNet unet = UNet.load(scope, Golden.path("tiny_pipeline/unet"));

  @AfterEach
  void close() {
    scope.close();
  }

  /** A bf16 has 8 bits of mantissa, an fp16 has 11; errors of some twenty layers add up. */
  @ParameterizedTest
  @CsvSource({"BF16, 0.05", "FP16, 0.006"})
  void predictionIsThatOfFp32ButForRounding(Precision precision, double tolerance) {
    UNet half = unet.in(scope, precision);
    float[] expected = predict(unet);
    float[] converted = predict(half);

    double largest = 0;
    double distance = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      distance = Math.max(distance, Math.abs(expected[i] - converted[i]));
    }
    assertThat(distance / largest).isLessThan(tolerance).isGreaterThan(tolerance / 1000);
    assertThat(predict(half.castForInference(scope))).containsExactly(converted);
  }

  private float[] predict(UNet model) {
    return model
        .predict(scope, golden.tensor(scope, "x"), TIMESTEPS, golden.tensor(scope, "text"))
        .toFloats();
  }

  @ParameterizedTest
  @CsvSource({
    "BF16, 0, KEPT",
    "BF16, 0, RECOMPUTED",
    "BF16, 4, KEPT",
    "FP16, 0, KEPT",
    "FP16, 4, RECOMPUTED"
  })
  void trainingBeginsAtLn2AndFollowsThatInFp32(
      Precision precision, int rank, Activations activations) {
    List<StepReport> full = train(Precision.FP32, rank, activations);
    List<StepReport> half = train(precision, rank, activations);

    PreferenceReport first = (PreferenceReport) half.get(0).loss();
    assertThat(first.preference()).isCloseTo(Math.log(2), Offset.offset(1e-6));
    for (int i = 0; i < full.size(); i++) {
      double loss = full.get(i).loss().loss();
      assertThat(half.get(i).loss().loss()).isCloseTo(loss, Offset.offset(0.03 * loss));
    }
  }

  private List<StepReport> train(Precision precision, int rank, Activations activations) {
    List<StepReport> reports = new ArrayList<>();
    TrainingSettings settings =
        TinyExamples.settings(new Preference(500, 20), 10, 4, rank, precision, activations);
    try (Trainer trainer =
        Trainer.start(unet, TinyExamples.SCHEDULE, settings, new TinyExamples())) {
      trainer.run(reports::add);
    }
    return reports;
  }

  /** torch's GradScaler does the same. */
  @Test
  void aForwardPassThatOverflowsInFp16IsLeftOutUntilTheScaleIsUsedUp() {
    TinyExamples immense =
        new TinyExamples() {
          @Override
          public Example load(int index) {
            Example example = super.load(index);
            for (int i = 0; i < example.preferred().length; i++) {
              example.preferred()[i] *= 1e6f;
            }
            return example;
          }
        };
    TrainingSettings settings =
        TinyExamples.settings(new Preference(500, 20), 30, 4, 0, Precision.FP16, Activations.KEPT);
    List<StepReport> reports = new ArrayList<>();
    try (Trainer trainer = Trainer.start(unet, TinyExamples.SCHEDULE, settings, immense)) {
      assertThatThrownBy(() -> trainer.run(reports::add))
          .isInstanceOf(DivergenceException.class)
          .hasMessageContaining("diverged in step 17");
    }

    // 2^16 is halved so often.
    assertThat(reports).hasSize(16);
    assertThat(reports).noneMatch(report -> Double.isFinite(report.gradientNorm()));
  }

  @Test
  void anOverflowInFp16IsLeftOutAndTheScaleHalved() {
    // Larger errors than fp16 can carry at the first scale, but not at a smaller one.
    TrainingSettings settings =
        TinyExamples.settings(new Preference(500, 1e4), 12, 4, 0, Precision.FP16, Activations.KEPT);
    List<StepReport> reports = new ArrayList<>();
    try (Trainer trainer =
        Trainer.start(unet, TinyExamples.SCHEDULE, settings, new TinyExamples())) {
      trainer.run(reports::add);
    }

    assertThat(reports.get(0).gradientNorm()).matches(norm -> !Double.isFinite(norm));
    assertThat(reports.get(11).gradientNorm()).isFinite();
  }
}
