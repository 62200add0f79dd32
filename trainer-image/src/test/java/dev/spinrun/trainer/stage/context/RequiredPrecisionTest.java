package dev.spinrun.trainer.stage.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinrun.contract.settings.MixedPrecision;
import dev.spinrun.trainer.nn.Precision;
import dev.spinrun.trainer.tensor.CudaDevice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequiredPrecisionTest {
  private static CudaDevice card(int major) {
    return new CudaDevice("Tesla V100-SXM2-16GB", major, 0, 1L << 34, "12.4", 1);
  }

  @Test
  void aPrecisionThatTheCardHasNoUnitsForIsRefusedByTheFieldThatAsksForIt() {
    assertThatThrownBy(
            () -> RequiredPrecision.require("train.mixedPrecision", Precision.BF16, card(7)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "train.mixedPrecision asks for Bf16, which needs a GPU of compute capability 8.0 or newer; this one (Tesla V100-SXM2-16GB) has 7.0. Set it to Auto, or choose another GPU by pod.nodeSelector.");
    assertThatThrownBy(
            () -> RequiredPrecision.require("generate.mixedPrecision", Precision.FP16, card(6)))
        .hasMessageStartingWith("generate.mixedPrecision asks for Fp16");
  }

  @ParameterizedTest(name = "{1} on {0}.0")
  @CsvSource({"6, FP32", "7, FP32", "7, FP16", "8, FP16", "8, BF16", "9, BF16"})
  void aCardTakesWhatItHasUnitsFor(int major, Precision precision) {
    assertThatCode(() -> RequiredPrecision.require("train.mixedPrecision", precision, card(major)))
        .doesNotThrowAnyException();
  }

  @Test
  void autoIsFp32OnTheCpu() {
    assertThat(RequiredPrecision.of("train.mixedPrecision", MixedPrecision.AUTO))
        .isEqualTo(Precision.FP32);
  }
}
