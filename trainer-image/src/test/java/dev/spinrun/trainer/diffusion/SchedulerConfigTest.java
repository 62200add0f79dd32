package dev.spinrun.trainer.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinrun.trainer.diffusion.SchedulerConfig.AlphaBarAfterLast;
import dev.spinrun.trainer.model.UnusableModelException;
import dev.spinrun.trainer.tensor.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchedulerConfigTest {
  @TempDir private Path folder;

  private SchedulerConfig read(String json) throws IOException {
    Files.writeString(folder.resolve("scheduler_config.json"), json);
    return SchedulerConfig.load(folder);
  }

  @Test
  void firstFileOfStableDiffusionDoesNotClip() throws IOException {
    SchedulerConfig config =
        read(
            """
            {"_class_name": "PNDMScheduler", "_diffusers_version": "0.6.0", "beta_end": 0.012,
             "beta_schedule": "scaled_linear", "beta_start": 0.00085, "num_train_timesteps": 1000,
             "set_alpha_to_one": false, "skip_prk_steps": true, "steps_offset": 1,
             "trained_betas": null}
            """);

    assertThat(config.clipSample()).isFalse();
    assertThat(config.alphaBarAfterLast()).isEqualTo(AlphaBarAfterLast.FIRST);
    try (Scope scope = Scope.open()) {
      DdimSampler sampler = new DdimSampler(scope, new NoiseSchedule(config), 50);
      assertThat(sampler.timesteps()).startsWith(981, 961).endsWith(21, 1);
    }
  }

  @Test
  void whatWouldChangeTheNoiseIsRefusedByName() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    {"beta_schedule": "sigmoid", "timestep_spacing": "trailing",
                     "rescale_betas_zero_snr": true}
                    """))
        .isInstanceOf(UnusableModelException.class)
        .hasMessageContaining("has 3 problems")
        .hasMessageContaining("beta_schedule must be one of [linear, scaled_linear]")
        .hasMessageContaining("timestep_spacing is supported only as \"leading\"")
        .hasMessageContaining("rescale_betas_zero_snr");
  }
}
