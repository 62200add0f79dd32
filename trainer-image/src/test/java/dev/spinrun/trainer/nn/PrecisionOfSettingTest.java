package dev.spinrun.trainer.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.contract.settings.MixedPrecision;
import dev.spinrun.trainer.tensor.CudaDevice;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrecisionOfSettingTest {
  @ParameterizedTest(name = "{0} on a card of capability {1}.0, if any, is {2}")
  @CsvSource({
    "AUTO, 9, BF16",
    "AUTO, 8, BF16",
    "AUTO, 7, FP32",
    "AUTO, , FP32",
    "NO, 8, FP32",
    "FP16, 8, FP16",
    "BF16, , BF16"
  })
  void autoAloneAsksTheCard(MixedPrecision setting, Integer major, Precision expected) {
    Optional<CudaDevice> gpu =
        Optional.ofNullable(major).map(m -> new CudaDevice("card", m, 0, 1L << 34, "12.4", 1));

    assertThat(Precision.of(setting, gpu)).isEqualTo(expected);
  }
}
