package dev.spinrun.trainer.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CudaDeviceTest {
  private static final int NO_DEVICE = 100;

  @Test
  void aMachineWithoutACardHasNone() {
    assumeThat(Files.exists(Path.of("/dev/nvidiactl"))).isFalse();

    assertThat(CudaDevice.find()).isEmpty();
  }

  @Test
  void theFirstCardIsDescribed() {
    assertThat(CudaDevice.find(new TwoCards("none")))
        .contains(new CudaDevice("NVIDIA A100-SXM4-80GB", 8, 0, 84_974_239_744L, "12.4", 2));
  }

  @ParameterizedTest
  @CsvSource({"cuInit", "cuDeviceGetCount", "cuDeviceGet"})
  void aDriverThatHasNoCardForUsIsNoCard(String broken) {
    assertThat(CudaDevice.find(new TwoCards(broken))).isEmpty();
  }

  @Test
  void memoryInUseIsWhatIsNotFree() {
    assertThat(CudaDevice.freeBytes(new TwoCards("none"))).isEqualTo(1L << 30);
    assertThat(CudaDevice.freeBytes(new TwoCards("cuMemGetInfo_v2"))).isZero();
    assertThat(CudaDevice.usedBytes(new TwoCards("none"))).isEqualTo(84_974_239_744L - (1L << 30));
    assertThat(CudaDevice.usedBytes(new TwoCards("cuMemGetInfo_v2"))).isZero();
  }

  /** Answers as the driver of a machine with two cards, but for one function. */
  private record TwoCards(String broken) implements CudaDevice.Driver {
    @Override
    public int call(String function, Object... arguments) {
      if (function.equals(broken)) {
        return NO_DEVICE;
      }
      switch (function) {
        case "cuInit" -> assertThat(arguments).containsExactly(0);
        case "cuDeviceGetCount" -> ((IntByReference) arguments[0]).setValue(2);
        case "cuDeviceGet" -> ((IntByReference) arguments[0]).setValue(7);
        case "cuDriverGetVersion" -> ((IntByReference) arguments[0]).setValue(12_040);
        case "cuDeviceGetName" -> {
          byte[] name = "NVIDIA A100-SXM4-80GB".getBytes(StandardCharsets.US_ASCII);
          System.arraycopy(name, 0, (byte[]) arguments[0], 0, name.length);
          requireCard(arguments[2]);
        }
        case "cuDeviceTotalMem_v2" -> {
          ((LongByReference) arguments[0]).setValue(84_974_239_744L);
          requireCard(arguments[1]);
        }
        case "cuMemGetInfo_v2" -> {
          ((LongByReference) arguments[0]).setValue(1L << 30);
          ((LongByReference) arguments[1]).setValue(84_974_239_744L);
        }
        case "cuDeviceGetAttribute" -> {
          ((IntByReference) arguments[0]).setValue(arguments[1].equals(75) ? 8 : 0);
          requireCard(arguments[2]);
        }
        default -> throw new AssertionError("The driver has no function " + function);
      }
      return 0;
    }

    private static void requireCard(Object card) {
      assertThat(card).isEqualTo(7);
    }
  }
}
