package dev.spinrun.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spinrun.trainer.golden.Golden;
import dev.spinrun.trainer.model.unet.UNet;
import dev.spinrun.trainer.nn.Weights;
import dev.spinrun.trainer.tensor.EagerMath;
import dev.spinrun.trainer.tensor.GradientRecording;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The tiny UNet with adapters against PEFT (golden/lora.json, fp64). */
class AdaptersGoldenTest {
  private static final JsonNode GOLDEN = Golden.json("lora.json");
  private static final int RANK = GOLDEN.get("rank").asInt();
  private static final float[] TIMESTEPS = {10, 500};

  /** As of the network without adapters: see UNetTest. */
  private static final double FP32 = 2e-5;

  private static final double GRADIENT_RELATIVE = 1e-4;

  private final Scope scope = Scope.open();
  private final Golden io = Golden.open("unet_io.safetensors");
  private final UNet base = UNet.load(scope, Golden.path("tiny_pipeline/unet"));

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void namesAndShapesAreThoseOfPeft() {
    Map<String, Shape> shapes = base.adapterShapes(RANK);

    assertThat(shapes).hasSize(GOLDEN.get("shapes").size());
    shapes.forEach(
        (name, shape) ->
            assertThat(Golden.doubles(GOLDEN.get("shapes").get(name)))
                .as(name)
                .containsExactly((double) shape.dim(0), (double) shape.dim(1)));
  }

  @Test
  void predictionAndGradientsAreThoseOfPeft() {
    Weights adapters = Golden.adapters(scope, base.adapterShapes(RANK)).leaves(scope);
    UNet adapted = base.withAdapters(scope, RANK, adapters);
    try (GradientRecording recording = GradientRecording.start()) {
      Tensor predicted =
          adapted.predict(scope, io.tensor(scope, "x"), TIMESTEPS, io.tensor(scope, "text"));
      assertThat(Golden.distance(predicted.toFloats(), Golden.doubles(GOLDEN.get("output"))))
          .isLessThan(FP32);
      EagerMath math = new EagerMath(scope);
      Tensor error = math.subtract(predicted, io.tensor(scope, "target"));
      Tensor squares =
          math.reshape(math.multiply(error, error), Shape.of(error.shape().elements()));
      Tensor loss = math.meanOfLast(squares);
      assertThat((double) loss.toFloat())
          .isCloseTo(GOLDEN.get("loss").asDouble(), Offset.offset(1e-6));
      loss.backward();
    }

    adapters
        .byName()
        .forEach(
            (name, matrix) -> {
              double sum = 0;
              for (float element : matrix.gradient(scope).toFloats()) {
                sum += (double) element * element;
              }
              double expected = GOLDEN.get("grad_norm").get(name).asDouble();
              assertThat(Math.sqrt(sum))
                  .as(name)
                  .isCloseTo(expected, Offset.offset(GRADIENT_RELATIVE * expected));
            });
  }
}
