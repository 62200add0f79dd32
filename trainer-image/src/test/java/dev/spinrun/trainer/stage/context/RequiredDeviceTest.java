package dev.spinrun.trainer.stage.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequiredDeviceTest {
  @ParameterizedTest(name = "{0} with libtorch {1}, on a GPU: {2}")
  @CsvSource({
    "AUTO, cpu, false, true",
    "AUTO, '', false, true",
    "AUTO, cu124, true, true",
    "AUTO, cu124, false, false",
    "GPU, cpu, false, false",
    "GPU, cu124, true, true",
    "ANY, cu124, false, true",
  })
  void anImageForGpusRunsOnTheCpuOnlyIfAsked(
      RequiredDevice device, String flavor, boolean onGpu, boolean goesOn) {
    Throwable thrown = catchThrowable(() -> device.require(flavor, onGpu));

    assertThat(thrown == null).isEqualTo(goesOn);
    if (!goesOn) {
      assertThat(thrown)
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("no GPU")
          .hasMessageContaining("nvidia.com/gpu");
    }
  }

  @Test
  void aPodWhoseGpusWouldIdleIsRefused() {
    RequiredDevice.requireNoIdleGpu(0);
    RequiredDevice.requireNoIdleGpu(1);

    assertThatThrownBy(() -> RequiredDevice.requireNoIdleGpu(8))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("The pod has 8 GPUs, and computes on one. Set the stage's limit");
  }
}
