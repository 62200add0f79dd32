package dev.spinrun.trainer.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.contract.settings.MixedPrecision;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrecisionOfSettingTest {
  @ParameterizedTest(name = "{0} where the device has bf16: {1}")
  @CsvSource({
    "AUTO, true, BF16",
    "AUTO, false, FP32",
    "NO, true, FP32",
    "FP16, true, FP16",
    "BF16, false, BF16"
  })
  void autoAloneAsksTheDevice(MixedPrecision setting, boolean hasBf16, Precision expected) {
    assertThat(Precision.of(setting, hasBf16)).isEqualTo(expected);
  }
}
