package dev.spinrun.trainer.stage.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinrun.contract.settings.MixedPrecision;
import dev.spinrun.trainer.nn.Precision;
import dev.spinrun.trainer.tensor.CudaDevice;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RequiredPrecisionTest {
  private static final CudaDevice VOLTA =
      new CudaDevice("Tesla V100-SXM2-16GB", 7, 0, 1L << 34, "12.4", 1);
  private static final CudaDevice AMPERE =
      new CudaDevice("NVIDIA A100-SXM4-80GB", 8, 0, 80L << 30, "12.4", 1);

  @Test
  void bf16OnACardWithoutItIsRefusedByTheFieldThatAsksForIt() {
    assertThatThrownBy(
            () ->
                RequiredPrecision.require(
                    "train.mixedPrecision", MixedPrecision.BF16, Optional.of(VOLTA)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "train.mixedPrecision is Bf16, which needs a GPU of compute capability 8.0 or newer; this one (Tesla V100-SXM2-16GB) has 7.0. Set it to Auto, Fp16 or No, or choose another GPU by pod.nodeSelector.");
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void aCardWithBf16AndTheCpuTakeEverySetting(MixedPrecision setting) {
    assertThatCode(
            () -> {
              RequiredPrecision.require("generate.mixedPrecision", setting, Optional.of(AMPERE));
              RequiredPrecision.require("generate.mixedPrecision", setting, Optional.empty());
            })
        .doesNotThrowAnyException();
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(names = "BF16", mode = EnumSource.Mode.EXCLUDE)
  void anOlderCardTakesEveryOtherSetting(MixedPrecision setting) {
    assertThatCode(
            () -> RequiredPrecision.require("train.mixedPrecision", setting, Optional.of(VOLTA)))
        .doesNotThrowAnyException();
  }

  @Test
  void autoIsFp32OnTheCpu() {
    assertThat(RequiredPrecision.of("train.mixedPrecision", MixedPrecision.AUTO))
        .isEqualTo(Precision.FP32);
  }
}
