package dev.spinrun.trainer.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.schema.Settings;
import dev.spinrun.contract.settings.Method;
import dev.spinrun.contract.settings.Train;
import dev.spinrun.trainer.model.ConfigReader;
import dev.spinrun.trainer.model.unet.UNetConfig;
import dev.spinrun.trainer.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Peaks of trainings, of a UNet in the shape of Stable Diffusion 1.5 over 32x32 latents. */
class TrainingMemoryTest {
  /** What is promised of the figures. */
  private static final double PERCENT = 15;

  private static final int SD15 = 320;

  private static UNetMemory unet(int width) {
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    List.of(width, 2 * width, 4 * width, 4 * width)
        .forEach(config.putArray("block_out_channels")::add);
    return new UNetMemory(
        UNetConfig.read(ConfigReader.of("config.json", config)), Shape.of(4, 32, 32), 77);
  }

  private static double mib(Place place, int width, Method method, ObjectNode settings) {
    Train train = Settings.of(Train.class, settings);
    return new TrainingMemory(unet(width), 0, place).peak(method, train) / 0x1p20;
  }

  private static ObjectNode train(int batch, int microBatch, boolean recomputed, String precision) {
    return Documents.object()
        .put("batchSize", batch)
        .put("microBatchSize", microBatch)
        .put("gradientCheckpointing", recomputed)
        .put("mixedPrecision", precision);
  }

  private static ObjectNode lora(ObjectNode train) {
    train.putObject("lora").put("rank", 16);
    return train;
  }

  /** Measured by make bench-trainer (width 320) and make bench-memory: docs/benchmarks.md. */
  @ParameterizedTest(name = "{0} channels, {2} of {1} pairs, recomputed {3}, {4}, LoRA {5}")
  @CsvSource({
    "320, 1, 1, false, No, false, 16963",
    "320, 1, 1, true, No, false, 14687",
    "320, 1, 1, false, No, true, 4890",
    "320, 1, 1, true, No, true, 4061",
    "160, 1, 1, false, No, false, 4628",
    "160, 1, 1, true, No, false, 4057",
    "160, 2, 1, false, No, false, 4796",
    "160, 4, 4, false, No, false, 5628",
    "160, 4, 4, true, No, false, 4367",
    "160, 1, 1, false, Bf16, false, 5587",
    "160, 1, 1, true, Bf16, false, 5172",
    "160, 4, 4, false, No, true, 3487",
    "160, 4, 4, true, No, true, 2018",
    "160, 4, 4, false, Bf16, true, 3102"
  })
  void theCpuTakesWhatWasMeasured(
      int width,
      int batch,
      int microBatch,
      boolean recomputed,
      String precision,
      boolean adapters,
      double measuredMib) {
    ObjectNode train = train(batch, microBatch, recomputed, precision);

    assertThat(mib(Place.CPU, width, Method.SPIN, adapters ? lora(train) : train))
        .isCloseTo(measuredMib, withPercentage(PERCENT));
  }

  private static double onGpu(Method method, ObjectNode train) {
    return mib(Place.GPU, SD15, method, train);
  }

  /** 3,279 MiB in fp32: 859,520,964 weights. */
  @Test
  void aGpuHoldsTheOpponentBesideWeightsMomentsAndGradients() {
    double weights = 4 * 859_520_964L / 0x1p20;

    assertThat(onGpu(Method.SFT, train(1, 1, true, "No"))).isBetween(5 * weights, 5.2 * weights);
    assertThat(onGpu(Method.SFT, train(1, 1, true, "No").put("ema", "0.9")))
        .as("averaged weights")
        .isBetween(6 * weights, 6.2 * weights);
    assertThat(onGpu(Method.SFT, lora(train(1, 1, true, "No"))))
        .as("adapters alone are trained")
        .isBetween(weights, 1.2 * weights);
    assertThat(onGpu(Method.SPIN, lora(train(1, 1, true, "Auto"))))
        .as("a GPU has bf16, which the opponent is copied to")
        .isBetween(1.5 * weights, 1.6 * weights);
  }

  @Test
  void moreAtATimeTakeMoreUnlessTheyAreComputedAgain() {
    double one = onGpu(Method.SPIN, train(8, 1, false, "No"));
    double eight = onGpu(Method.SPIN, train(64, 8, false, "No"));
    double recomputed = onGpu(Method.SPIN, train(64, 8, true, "No"));

    assertThat(eight - one).isGreaterThan(6 * 900);
    assertThat(recomputed).isLessThan(one + 2_000);
  }

  @Test
  void workersShareABatchAndNothingElse() {
    assertThat(onGpu(Method.SPIN, train(16, 8, false, "No").put("workers", 2)))
        .isEqualTo(onGpu(Method.SPIN, train(8, 8, false, "No")));
  }
}
