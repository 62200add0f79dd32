package dev.spinrun.trainer.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CudaVersionsTest {
  @Test
  void aLibtorchForTheCpuHasNone() {
    assertThat(EngineVersions.cuda()).isEmpty();
  }

  @Test
  void numbersAreReadAsTheHeadersWriteThem() {
    assertThat(CudaVersions.runtime(12_040)).isEqualTo("12.4");
    assertThat(CudaVersions.dotted(90_100)).isEqualTo("9.1.0");
    assertThat(CudaVersions.dotted(22_105)).isEqualTo("2.21.5");
  }
}
