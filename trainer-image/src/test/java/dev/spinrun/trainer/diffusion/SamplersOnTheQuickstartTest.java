package dev.spinrun.trainer.diffusion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.contract.settings.Sampler;
import dev.spinrun.trainer.diffusion.random.SeededNoise;
import dev.spinrun.trainer.diffusion.sampler.SamplingSettings;
import dev.spinrun.trainer.golden.Golden;
import dev.spinrun.trainer.model.unet.UNet;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Torch;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every sampler draws with the model of the quickstart. */
@Isolated("counts the open tensors of the process")
class SamplersOnTheQuickstartTest {
  private static final Path MODEL = Path.of("..", "examples", "quickstart", "model");
  private static final Shape LATENT = Shape.of(4, 8, 8);
  private static final List<String> PROMPTS =
      List.of(
          "a red circle", "a blue square", "a large green triangle", "a small yellow circle", "");

  /** Kernels add in another order for another batch: fp32, ten steps, values up to 5. */
  private static final double ROUNDING = 1e-4;

  private static Scope scope;
  private static TextToImage pipeline;
  private static UNet unet;

  @BeforeAll
  static void load() {
    scope = Scope.open();
    pipeline = TextToImage.load(scope, MODEL);
    unet = UNet.load(scope, MODEL.resolve("unet"));
  }

  @AfterAll
  static void close() {
    scope.close();
  }

  record Way(Sampler kind, double eta) {
    SamplingSettings settings(int steps, int batch) {
      return new SamplingSettings(kind, steps, eta, 2, batch);
    }
  }

  static Stream<Way> ways() {
    return Stream.concat(
        Arrays.stream(Sampler.values()).map(kind -> new Way(kind, 0)),
        Stream.of(new Way(Sampler.DDIM, 0.7), new Way(Sampler.DDIM, 1)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ways")
  void latentsAreFiniteAndDependOnNoBatch(Way way) {
    List<float[]> together = draw(way.settings(10, PROMPTS.size()));
    List<float[]> inTwos = draw(way.settings(10, 2));

    for (int i = 0; i < PROMPTS.size(); i++) {
      for (float element : together.get(i)) {
        assertThat(element).isFinite();
      }
      assertThat(distance(inTwos.get(i), together.get(i))).isLessThan(ROUNDING);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ways")
  void aDrawLeavesNoTensorOpen(Way way) {
    int before = Torch.openTensors();
    draw(way.settings(10, 2));

    assertThat(Torch.openTensors()).isEqualTo(before);
  }

  @Test
  void noiseOfTheStepsMakesAnotherPictureAndTheSameOneAgain() {
    SamplingSettings random = new Way(Sampler.DDIM, 1).settings(10, 5);
    float[] drawn = draw(random).get(0);

    assertThat(draw(random).get(0)).containsExactly(drawn);
    assertThat(distance(draw(SamplingSettings.ddim(10, 2, 5)).get(0), drawn)).isGreaterThan(0.1);
  }

  /** They follow one differential equation; two prompts lead ten times as far apart. */
  @ParameterizedTest(name = "{0}")
  @EnumSource
  void fiftyStepsWithoutNoiseEndNearOnePictureInEveryWay(Sampler kind) {
    List<float[]> drawn = draw(new Way(kind, 0).settings(50, 5));
    List<float[]> finely = draw(SamplingSettings.ddim(100, 2, 5));

    for (int i = 0; i < PROMPTS.size(); i++) {
      assertThat(meanDistance(drawn.get(i), finely.get(i))).isLessThan(0.06);
    }
    assertThat(meanDistance(drawn.get(0), drawn.get(1))).isGreaterThan(0.5);
  }

  private static List<float[]> draw(SamplingSettings settings) {
    List<SeededNoise> noise =
        PROMPTS.stream().map(prompt -> new SeededNoise(42, prompt, 0)).toList();
    return pipeline.drawLatents(unet, pipeline.prompts().encode(PROMPTS), noise, LATENT, settings);
  }

  private static double meanDistance(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs(a[i] - b[i]);
    }
    return sum / a.length;
  }

  private static double distance(float[] actual, float[] expected) {
    double[] wide = new double[expected.length];
    Arrays.setAll(wide, i -> expected[i]);
    return Golden.distance(actual, wide);
  }
}
