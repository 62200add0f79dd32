package dev.spinrun.trainer.diffusion.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spinrun.trainer.golden.Golden;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The noise schedule against diffusers (golden/schedule.safetensors and schedulers.json). */
class NoiseScheduleTest {
  /** One unit in the last place of fp32 near 1. */
  private static final double ONE_ULP = 6e-8;

  private final SchedulerConfig config = SamplerCases.tiny();
  private final NoiseSchedule schedule = new NoiseSchedule(config);
  private final Golden golden = Golden.open("schedule.safetensors");

  @Test
  void betasAreThoseOfTorchToTheLastBit() {
    assertThat(NoiseSchedule.betas(config)).containsExactly(golden.floats("betas_f32"));
  }

  @Test
  void alphaBarIsThatOfDiffusersWithinOneUlp() {
    float[] table = new float[schedule.timesteps()];
    for (int t = 0; t < table.length; t++) {
      table[t] = schedule.alphaBar(t);
    }

    assertThat(Golden.distance(table, golden.doubles("alphas_cumprod_f32"))).isLessThan(ONE_ULP);
  }

  @Test
  void alphaBarIsNearlyThatOfAScheduleInFp64() {
    float[] table = new float[schedule.timesteps()];
    for (int t = 0; t < table.length; t++) {
      table[t] = schedule.alphaBar(t);
    }

    assertThat(Golden.toleranceUsed(table, golden.doubles("alphas_cumprod_f64"), 1e-5, 2e-6))
        .isLessThan(1);
    Golden.json("schedulers.json")
        .get("alphas_cumprod")
        .properties()
        .forEach(
            entry -> {
              float alphaBar = table[Integer.parseInt(entry.getKey())];
              assertThat((double) alphaBar)
                  .isCloseTo(entry.getValue().get("f32").asDouble(), Offset.offset(ONE_ULP))
                  .isCloseTo(entry.getValue().get("f64").asDouble(), Offset.offset(1e-6));
            });
  }

  @Test
  void signalToNoiseRatioIsThatOfTheScheduleInFp64() {
    JsonNode add = Golden.json("schedulers.json").get("add_noise");
    for (int i = 0; i < add.get("t").size(); i++) {
      double expected = add.get("snr").get(i).asDouble();
      assertThat(schedule.snr(add.get("t").get(i).asInt()))
          .isCloseTo(expected, Offset.offset(1e-9 * expected));
    }
  }

  @Test
  void noisyLatentAndVelocityAreThoseOfTheFormulas() {
    var expected = Golden.json("schedulers.json");
    var add = expected.get("add_noise");
    float[] x0 = floats(Golden.doubles(expected.get("x0")));
    float[] noise = floats(Golden.doubles(add.get("noise")));
    NoiseSchedule velocity = new NoiseSchedule(SamplerCases.velocity());

    for (int i = 0; i < add.get("t").size(); i++) {
      int t = add.get("t").get(i).asInt();
      float[] noisy = new float[4];
      float[] target = new float[4];
      schedule.addNoise(x0, noise, t, noisy, 0);
      velocity.target(x0, noise, t, target, 0);
      assertThat(Golden.distance(noisy, Golden.doubles(add.get("x_t").get(i)))).isLessThan(1e-6);
      assertThat(Golden.distance(target, Golden.doubles(add.get("v_target").get(i))))
          .isLessThan(1e-6);
    }
  }

  private static float[] floats(double[] values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }
}
