package dev.spinrun.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.trainer.golden.Golden;
import dev.spinrun.trainer.loss.Objective.Preference;
import dev.spinrun.trainer.model.unet.UNet;
import dev.spinrun.trainer.nn.Activations;
import dev.spinrun.trainer.nn.Weights;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Low-rank adapters on the tiny UNet. */
class AdaptersTest {
  private static final int RANK = 4;
  private static final float[] TIMESTEPS = {10, 500};

  /** The same sum in another order, through a whole network. */
  private static final double FP32 = 2e-5;

  private static final TrainingSettings SETTINGS =
      TinyExamples.settings(new Preference(500, 20), 10, 4, RANK, Activations.KEPT);

  private final Scope scope = Scope.open();
  private final Golden golden = Golden.open("unet_io.safetensors");
  private final UNet unet = UNet.load(scope, Golden.path("tiny_pipeline/unet"));

  @AfterEach
  void close() {
    scope.close();
  }

  private float[] predict(UNet model) {
    return model
        .predict(scope, golden.tensor(scope, "x"), TIMESTEPS, golden.tensor(scope, "text"))
        .toFloats();
  }

  /** Adapters of which none is zero. */
  private Weights anyAdapters() {
    return Golden.adapters(scope, unet.adapterShapes(RANK));
  }

  @Test
  void everyAttentionHasFourOfThem() {
    Map<String, Shape> shapes = unet.adapterShapes(RANK);
    String attention = "down_blocks.0.attentions.0.transformer_blocks.0.attn2";

    long attentions =
        unet.weights().byName().keySet().stream().filter(n -> n.endsWith(".to_q.weight")).count();
    assertThat(shapes).hasSize((int) (attentions * 4 * 2));
    assertThat(shapes)
        .containsEntry(attention + ".to_k.lora_A.weight", Shape.of(RANK, 32))
        .containsEntry(attention + ".to_k.lora_B.weight", Shape.of(16, RANK))
        .containsEntry(attention + ".to_out.0.lora_A.weight", Shape.of(RANK, 16));
  }

  @Test
  void atFirstTheyChangeNothing() {
    Weights first = Adapters.initial(scope, unet.adapterShapes(RANK), SETTINGS);

    assertThat(predict(unet.withAdapters(scope, RANK, first))).containsExactly(predict(unet));
    first
        .byName()
        .forEach(
            (name, matrix) -> {
              float[] values = matrix.toFloats();
              if (name.contains("lora_B")) {
                assertThat(values).as(name).containsOnly(0f);
              } else {
                float bound = (float) (1 / Math.sqrt((double) matrix.shape().dim(1)));
                assertThat(values).as(name).doesNotContain(0f);
                for (float value : values) {
                  assertThat(value).as(name).isBetween(-bound, bound);
                }
              }
            });
  }

  @Test
  void mergedIntoTheMatricesTheyDoTheSame() {
    Weights adapters = anyAdapters();
    float[] beside = predict(unet.withAdapters(scope, RANK, adapters));
    float[] merged =
        predict(unet.withWeights(scope, Adapters.merged(scope, unet.weights(), adapters)));

    assertThat(distance(beside, merged)).isLessThan(FP32);
    assertThat(distance(beside, predict(unet))).isGreaterThan(100 * FP32);
  }

  private static double distance(float[] a, float[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return largest;
  }

  @Test
  void trainingThemLeavesTheirModelAsItIs() {
    Weights before = unet.weights().copy(scope);
    try (Trainer trainer =
        Trainer.start(unet, TinyExamples.SCHEDULE, SETTINGS, new TinyExamples())) {
      trainer.run(report -> {});

      assertThat(trainer.adapters().orElseThrow().byName()).hasSameSizeAs(unet.adapterShapes(RANK));
      trainer
          .result()
          .byName()
          .forEach(
              (name, weight) -> {
                boolean adapted = name.matches(".*attn[12]\\.to_(q|k|v|out\\.0)\\.weight");
                if (adapted) {
                  assertThat(weight.toFloats()).as(name).isNotEqualTo(before.get(name).toFloats());
                } else {
                  assertThat(weight.toFloats()).as(name).isEqualTo(before.get(name).toFloats());
                }
              });
    }
    unet.weights()
        .byName()
        .forEach(
            (name, weight) ->
                assertThat(weight.toFloats()).as(name).isEqualTo(before.get(name).toFloats()));
  }
}
