package dev.spinrun.trainer.model.unet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spinrun.trainer.golden.Golden;
import dev.spinrun.trainer.nn.EagerOps;
import dev.spinrun.trainer.tensor.EagerMath;
import dev.spinrun.trainer.tensor.GradientRecording;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The tiny UNet against diffusers (golden/unet_io.safetensors, fp64) and against our own oracle.
 */
class UNetTest {
  /** golden/unet.json: torch's own fp32 result differs from fp64 by 1e-6; ten times that. */
  private static final double FP32 = 2e-5;

  private static final double GRADIENT_RELATIVE = 1e-4;
  private static final float[] TIMESTEPS = {10, 500};

  private final Scope scope = Scope.open();
  private final Golden golden = Golden.open("unet_io.safetensors");
  private final UNet unet = UNet.load(scope, Golden.path("tiny_pipeline/unet"));
  private final Tensor x = golden.tensor(scope, "x");
  private final Tensor text = golden.tensor(scope, "text");

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void predictsWhatDiffusersPredicts() {
    Tensor predicted = unet.predict(scope, x, TIMESTEPS, text);

    assertThat(predicted.shape()).isEqualTo(golden.shape("output"));
    assertThat(Golden.distance(predicted.toFloats(), golden.doubles("output"))).isLessThan(FP32);
  }

  @Test
  void networkThatGivesItsWeightsBackPredictsTheSameAgain() {
    float[] predicted = unet.predict(scope, x, TIMESTEPS, text).toFloats();
    UNet droppingPages = unet.droppingPages();

    for (int i = 0; i < 2; i++) {
      assertThat(droppingPages.predict(scope, x, TIMESTEPS, text).toFloats()).isEqualTo(predicted);
    }
  }

  @Test
  void networkWithPackedKernelsPredictsTheSame() {
    float[] predicted = unet.predict(scope, x, TIMESTEPS, text).toFloats();

    assertThat(unet.packed(scope).predict(scope, x, TIMESTEPS, text).toFloats())
        .isEqualTo(predicted);
  }

  @Test
  void everyRecordedBlockGivesWhatDiffusersGives() {
    Map<String, Double> distances = new HashMap<>();
    unet.predict(
        scope,
        x,
        TIMESTEPS,
        text,
        (block, value) -> {
          if (golden.contains("act." + block)) {
            distances.put(block, Golden.distance(value.toFloats(), golden.doubles("act." + block)));
          }
        });

    assertThat(distances).hasSize(8);
    assertThat(distances.values()).allMatch(distance -> distance < FP32);
  }

  @Test
  void elementaryOperationsGiveWhatTheScriptsGive() {
    Tensor sinusoids = scope.floats(TimestepEmbedding.of(TIMESTEPS, 16), Shape.of(2, 16));
    Tensor eager =
        new UNetNetwork(unet.config(), 0)
            .forward(new EagerOps(scope, unet.weights()), List.of(x, sinusoids, text));

    assertThat(Golden.distance(eager.toFloats(), golden.doubles("output"))).isLessThan(FP32);
  }

  @Test
  void gradientOfEveryParameterHasTheNormThatTorchFinds() {
    JsonNode expected = Golden.json("unet.json");
    unet.weights().tensors().forEach(Tensor::requireGradient);
    try (GradientRecording recording = GradientRecording.start()) {
      Tensor predicted = unet.predict(scope, x, TIMESTEPS, text);
      EagerMath math = new EagerMath(scope);
      Tensor error = math.subtract(predicted, golden.tensor(scope, "target"));
      Tensor squares =
          math.reshape(math.multiply(error, error), Shape.of(error.shape().elements()));
      Tensor loss = math.meanOfLast(squares);
      assertThat((double) loss.toFloat())
          .isCloseTo(expected.get("loss").asDouble(), Offset.offset(1e-6))
          .isCloseTo(golden.doubles("loss")[0], Offset.offset(1e-6));
      loss.backward();
    }

    JsonNode norms = expected.get("grad_norm");
    assertThat(unet.weights().byName()).hasSize(norms.size());
    assertThat(globalNorm())
        .isCloseTo(
            expected.get("grad_norm_global").asDouble(),
            Percentage.withPercentage(100 * GRADIENT_RELATIVE));
    unet.weights()
        .byName()
        .forEach(
            (name, weight) -> {
              double norm = norm(weight.gradient(scope).toFloats());
              double reference = norms.get(name).asDouble();
              assertThat(Math.abs(norm - reference) / reference)
                  .as(name)
                  .isLessThan(GRADIENT_RELATIVE);
            });
  }

  @Test
  void tensorsAndWeightsAreCountedAsInTorch() {
    JsonNode meta = Golden.json("meta.json");

    assertThat(unet.weights().byName()).hasSize(meta.get("unet_tensors").asInt());
    assertThat(unet.weights().count()).isEqualTo(meta.get("unet_params").asLong());
  }

  private double globalNorm() {
    double sum = 0;
    for (Tensor weight : unet.weights().tensors()) {
      sum += Math.pow(norm(weight.gradient(scope).toFloats()), 2);
    }
    return Math.sqrt(sum);
  }

  private static double norm(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }
}
