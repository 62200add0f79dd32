package dev.spinrun.trainer.diffusion.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.settings.Sampler;
import dev.spinrun.trainer.diffusion.schedule.SchedulerConfig;
import dev.spinrun.trainer.diffusion.schedule.SchedulerConfig.AlphaBarAfterLast;
import dev.spinrun.trainer.model.UnusableModelException;
import dev.spinrun.trainer.tensor.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
      assertThat(SamplerTest.sampler(scope, config, Sampler.DDIM, 50, 0).timesteps())
          .hasSize(50)
          .startsWith(981, 961)
          .endsWith(21, 1);
      assertThat(SamplerTest.sampler(scope, config, Sampler.PNDM, 50, 0).timesteps())
          .hasSize(51)
          .startsWith(981, 961, 961, 941)
          .endsWith(21, 1);
    }
  }

  @Test
  void whatWouldChangeTheNoiseIsRefusedByName() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    {"beta_schedule": "sigmoid", "timestep_spacing": "random",
                     "rescale_betas_zero_snr": true}
                    """))
        .isInstanceOf(UnusableModelException.class)
        .hasMessageContaining("has 3 problems")
        .hasMessageContaining("beta_schedule must be one of [linear, scaled_linear]")
        .hasMessageContaining("timestep_spacing must be one of [leading, linspace, trailing]")
        .hasMessageContaining("rescale_betas_zero_snr");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "DDIM, use_karras_sigmas, true, false",
    "PNDM, use_karras_sigmas, true, false",
    "PNDM, skip_prk_steps, false, true",
    "PNDM, clip_sample, true, false",
    "DPM_SOLVER, solver_order, 3, 2",
    "DPM_SOLVER, clip_sample, true, false",
    "EULER, final_sigmas_type, \"sigma_min\", \"zero\""
  })
  void samplerThatCannotDoWhatTheFileAsksForIsRefusedByName(
      Sampler kind, String field, String value, String only) throws IOException {
    SchedulerConfig config = read("{\"%s\": %s}".formatted(field, value));

    assertThatThrownBy(() -> config.requireFits(kind))
        .isInstanceOf(UnusableModelException.class)
        .hasMessageContaining("does not fit the sampler " + Documents.text(kind))
        .hasMessageContaining("%s is supported only as %s (was %s)", field, only, value)
        .hasMessageContaining("Choose another generate.sampler");
  }

  @Test
  void fileOfOneSolverServesTheOthers() throws IOException {
    SchedulerConfig config =
        read(
            """
            {"_class_name": "DPMSolverMultistepScheduler", "algorithm_type": "sde-dpmsolver++",
             "solver_order": 3, "lambda_min_clipped": -Infinity, "timestep_spacing": "trailing"}
            """);

    for (Sampler kind : List.of(Sampler.DDIM, Sampler.PNDM, Sampler.EULER)) {
      assertThatCode(() -> config.requireFits(kind)).doesNotThrowAnyException();
    }
    assertThatThrownBy(() -> config.requireFits(Sampler.DPM_SOLVER))
        .hasMessageContaining("algorithm_type is supported only as \"dpmsolver++\"")
        .hasMessageContaining("solver_order is supported only as 2 (was 3)");
  }
}
