package dev.spinrun.trainer.model.unet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spinrun.trainer.golden.Golden;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sinusoids against diffusers in fp32 (golden/timestep_embedding.json). */
class TimestepEmbeddingTest {
  /** golden/timestep_embedding.json: a few roundings of fp32. */
  private static final double FP32 = 2e-6;

  /** golden/timestep_embedding.json: frequencies of fp32 bend the angle of late timesteps. */
  private static final double FP64 = 1e-4;

  @Test
  void sinusoidsAreThoseOfDiffusers() {
    JsonNode cases = Golden.json("timestep_embedding.json").get("cases");
    assertThat(cases).hasSize(6);
    for (JsonNode expected : cases) {
      int timestep = expected.get("t").asInt();
      float[] actual = TimestepEmbedding.of(new float[] {timestep}, expected.get("dim").asInt());

      assertThat(Golden.distance(actual, Golden.doubles(expected.get("diffusers_fp32"))))
          .as("timestep %d", timestep)
          .isLessThan(FP32);
      assertThat(Golden.distance(actual, Golden.doubles(expected.get("fp64"))))
          .as("timestep %d in fp64", timestep)
          .isLessThan(FP64);
    }
  }

  /**
   * Values of PyTorch: cosines 0, 1, 2, 80, 159, then the sines. Its vectorised exp is one unit in
   * the last place off now and then, which is as much as a frequency differs from fp64.
   */
  @ParameterizedTest(name = "timestep {0}")
  @CsvSource({
    "1, 0.540302 0.586504 0.628439 0.99995 1.0 0.841471 0.809946 0.777858 0.01 0.000106",
    "500, -0.883849 0.702759 0.886686 0.283662 0.998598"
        + " -0.467772 0.711428 -0.462372 -0.958924 0.052938",
    "981, 0.679957 -0.798429 0.578064 -0.926715 0.994606"
        + " 0.733252 0.602089 0.815991 -0.375764 0.103726"
  })
  void sinusoidsOfStableDiffusionsWidthAreThoseOfTorch(int timestep, String values) {
    double[] expected = Arrays.stream(values.split(" ")).mapToDouble(Double::parseDouble).toArray();
    float[] all = TimestepEmbedding.of(new float[] {timestep}, 320);
    float[] picked = new float[expected.length];
    int[] places = {0, 1, 2, 80, 159};
    for (int i = 0; i < picked.length; i++) {
      picked[i] = all[i / 5 * 160 + places[i % 5]];
    }

    assertThat(Golden.distance(picked, expected)).isLessThan(FP64);
  }

  @Test
  void timestepBetweenTwoHasTheAngleBetween() {
    float[] between = TimestepEmbedding.of(new float[] {0.5f}, 4);

    assertThat(
            Golden.distance(
                between,
                new double[] {Math.cos(0.5), Math.cos(0.005), Math.sin(0.5), Math.sin(0.005)}))
        .isLessThan(FP32);
  }

  @Test
  void severalTimestepsAreRowsOfTheirOwn() {
    float[] both = TimestepEmbedding.of(new float[] {3, 700}, 8);
    float[] second = TimestepEmbedding.of(new float[] {700}, 8);

    assertThat(Arrays.copyOfRange(both, 8, 16)).containsExactly(second);
  }
}
