package dev.spinrun.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spinrun.trainer.golden.Golden;
import dev.spinrun.trainer.model.unet.UNet;
import dev.spinrun.trainer.tensor.EagerMath;
import dev.spinrun.trainer.tensor.GradientRecording;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import java.nio.file.Path;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A UNet in the manner of Stable Diffusion 2.x against diffusers (golden/sd2.json, fp64). */
class SecondVersionTest {
  /** Of the largest element. */
  private static final double FP32 = 1e-5;

  private static final JsonNode GOLDEN = Golden.json("sd2.json");

  /** Relative, of norms. */
  private static final double GRADIENT = 1e-4;

  private static final Shape LATENTS = Shape.of(2, 4, 16, 16);

  @TempDir Path folder;

  @Test
  void predictsAndLearnsAsDiffusers() throws Exception {
    try (Scope scope = Scope.open()) {
      UNet unet =
          FormulaWeights.unet(
              scope, folder, GOLDEN.get("config").toString(), SecondVersionTest::noise);
      Tensor x = scope.floats(Golden.fill(LATENTS, j -> Math.sin(0.31 * j + 0.2)), LATENTS);
      Shape texts = Shape.of(2, 5, 24);
      Tensor text = scope.floats(Golden.fill(texts, j -> Math.cos(0.17 * j)), texts);
      Tensor target = scope.floats(Golden.fill(LATENTS, j -> Math.sin(0.5 * j)), LATENTS);
      unet.weights().tensors().forEach(Tensor::requireGradient);
      Tensor predicted;
      try (GradientRecording recording = GradientRecording.start()) {
        predicted = unet.predict(scope, x, new float[] {10, 500}, text);
        EagerMath math = new EagerMath(scope);
        Tensor error = math.subtract(predicted, target);
        Tensor loss =
            math.meanOfLast(
                math.reshape(math.multiply(error, error), Shape.of(LATENTS.elements())));
        assertThat((double) loss.toFloat())
            .isCloseTo(GOLDEN.get("loss").asDouble(), Percentage.withPercentage(0.01));
        loss.backward();
      }

      double[] expected = Golden.doubles(GOLDEN.get("output"));
      double largest = 0;
      for (double value : expected) {
        largest = Math.max(largest, Math.abs(value));
      }
      assertThat(Golden.distance(predicted.toFloats(), expected)).isLessThan(FP32 * largest);
      JsonNode norms = GOLDEN.get("grad_norm");
      assertThat(unet.weights().byName()).hasSize(norms.size());
      unet.weights()
          .byName()
          .forEach(
              (name, weight) ->
                  assertThat(norm(weight.gradient(scope).toFloats()))
                      .as(name)
                      .isCloseTo(
                          norms.get(name).asDouble(), Percentage.withPercentage(100 * GRADIENT)));
    }
  }

  /** Looks random: waves cancel out, and leave gradients that are mostly rounding. */
  private static double noise(double j, int k) {
    double far = 43758.5453 * Math.sin(12.9898 * (j + 1) + 78.233 * (k + 1));
    return 2 * (far - Math.floor(far)) - 1;
  }

  private static double norm(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }
}
