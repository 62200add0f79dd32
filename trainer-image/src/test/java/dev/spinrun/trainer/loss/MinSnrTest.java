package dev.spinrun.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spinrun.trainer.diffusion.schedule.NoiseSchedule;
import dev.spinrun.trainer.diffusion.schedule.SchedulerConfig;
import dev.spinrun.trainer.golden.Golden;
import dev.spinrun.trainer.loss.Objective.Denoising;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights by signal-to-noise ratio, from the ratios of golden/schedulers.json. */
class MinSnrTest {
  private static final JsonNode GOLDEN = Golden.json("schedulers.json").get("add_noise");
  private static final Percentage CLOSE = Percentage.withPercentage(1e-3);

  @TempDir private Path folder;

  @Test
  void predictedNoiseCountsByTheCutRatioOverTheRatio() {
    NoiseSchedule schedule =
        new NoiseSchedule(SchedulerConfig.load(Golden.path("tiny_pipeline/scheduler")));

    for (int i = 0; i < GOLDEN.get("t").size(); i++) {
      double snr = GOLDEN.get("snr").get(i).asDouble();
      assertThat(new Denoising(5.0).weight(schedule, GOLDEN.get("t").get(i).asInt()))
          .isCloseTo(Math.min(snr, 5) / snr, CLOSE);
    }
  }

  @Test
  void predictedVelocityCountsByTheCutRatioOverTheRatioPlusOne() throws IOException {
    String epsilon = Files.readString(Golden.path("tiny_pipeline/scheduler/scheduler_config.json"));
    Files.writeString(
        folder.resolve("scheduler_config.json"),
        epsilon.replace("\"epsilon\"", "\"v_prediction\""));
    NoiseSchedule schedule = new NoiseSchedule(SchedulerConfig.load(folder));

    for (int i = 0; i < GOLDEN.get("t").size(); i++) {
      double snr = GOLDEN.get("snr").get(i).asDouble();
      assertThat(new Denoising(5.0).weight(schedule, GOLDEN.get("t").get(i).asInt()))
          .isCloseTo(Math.min(snr, 5) / (snr + 1), CLOSE);
    }
  }

  @Test
  void withoutGammaAllTimestepsCountAlike() {
    NoiseSchedule schedule =
        new NoiseSchedule(SchedulerConfig.load(Golden.path("tiny_pipeline/scheduler")));

    assertThat(new Denoising().weight(schedule, 0)).isEqualTo(1);
    assertThat(new Denoising().weight(schedule, 999)).isEqualTo(1);
  }

  @Test
  void gammaThatTeachesNothingIsRefused() {
    assertThatThrownBy(() -> new Denoising(0.0)).hasMessage("snrGamma must be above 0 (was 0.0).");
  }
}
