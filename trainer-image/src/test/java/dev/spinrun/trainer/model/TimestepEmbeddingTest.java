package dev.spinrun.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spinrun.trainer.golden.Golden;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Sinusoids against diffusers in fp32 (golden/timestep_embedding.json). */
class TimestepEmbeddingTest {
  /** golden/timestep_embedding.json: a few roundings of fp32. */
  private static final double FP32 = 2e-6;

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
    }
  }

  @Test
  void severalTimestepsAreRowsOfTheirOwn() {
    float[] both = TimestepEmbedding.of(new float[] {3, 700}, 8);
    float[] second = TimestepEmbedding.of(new float[] {700}, 8);

    assertThat(Arrays.copyOfRange(both, 8, 16)).containsExactly(second);
  }
}
