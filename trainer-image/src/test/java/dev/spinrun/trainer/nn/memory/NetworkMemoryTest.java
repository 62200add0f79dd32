package dev.spinrun.trainer.nn.memory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spinrun.contract.json.Documents;
import dev.spinrun.trainer.golden.Golden;
import dev.spinrun.trainer.model.ConfigReader;
import dev.spinrun.trainer.model.unet.UNet;
import dev.spinrun.trainer.model.unet.UNetConfig;
import dev.spinrun.trainer.nn.Activations;
import dev.spinrun.trainer.nn.Layer.Conv2d;
import dev.spinrun.trainer.nn.Layer.Linear;
import dev.spinrun.trainer.nn.Network;
import dev.spinrun.trainer.nn.Ops;
import dev.spinrun.trainer.nn.Precision;
import dev.spinrun.trainer.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkMemoryTest {
  /** To the byte: what PyTorch 2.5.1 saves of each block of Stable Diffusion 1.5. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "unet_fp32, 0, FP32",
    "unet_bf16, 0, BF16",
    "lora_fp32, 16, FP32",
    "lora_bf16, 16, BF16"
  })
  void blocksKeepWhatTorchSaves(String name, int adapterRank, Precision precision) {
    Map<String, Long> saved = new LinkedHashMap<>();
    JsonNode golden = Golden.json("kept.json").path(name);
    golden.fieldNames().forEachRemaining(block -> saved.put(block, golden.get(block).asLong()));
    UNetConfig sd15 =
        UNetConfig.read(
            ConfigReader.of("config.json", Documents.object().put("cross_attention_dim", 768)));

    Map<String, Long> kept = new LinkedHashMap<>();
    UNet.memory(
            sd15,
            adapterRank,
            Shape.of(2, 4, 16, 16),
            77,
            precision,
            weight -> adapterRank == 0 || weight.contains(".lora_"))
        .blocks()
        .forEach(block -> kept.put(block.name(), block.kept()));

    assertThat(kept).hasSize(82).isEqualTo(saved);
  }

  /**
   * Two layers of 100 to 100 for rows of 100, behind each a silu; a sum with the first at the end.
   */
  private record TwoBlocks() implements Network {
    @Override
    public List<String> inputs() {
      return List.of("x");
    }

    @Override
    public <T> T forward(Ops<T> ops, List<T> inputs) {
      T first = block(ops, "first", inputs.get(0));
      T second = block(ops, "second", first);
      return ops.lightBlock("sum", List.of(first, second), (o, v) -> o.add(v.get(0), v.get(1)));
    }

    private static <T> T block(Ops<T> ops, String name, T x) {
      return ops.block(
          name,
          List.of(x),
          (o, v) -> o.silu(o.linear(v.get(0), Linear.withoutBias(name, 100, 100))));
    }
  }

  private static final long ROWS = 4 * 100 * 10;
  private static final long MATRIX = 4 * 100 * 100;

  private static NetworkMemory two() {
    return NetworkMemory.of(
        new TwoBlocks(), List.of(Shape.of(10, 100)), Precision.FP32, name -> true);
  }

  @Test
  void aPredictionHoldsWhatIsStillRead() {
    // In the second block the first's result, its own, and the product that its silu reads.
    assertThat(two().forwardBytes()).isEqualTo(3 * ROWS);
  }

  @Test
  void betweenThePassesBlocksKeepTheirResultsAndWhatTheirBackwardPassNeeds() {
    assertThat(two().keptBytes(Activations.KEPT)).isEqualTo((3 + 2) * ROWS);
    assertThat(two().keptBytes(Activations.RECOMPUTED)).isEqualTo(3 * ROWS);
  }

  @Test
  void gradientsComeAsValuesGo() {
    // At the end of the backward pass: the first block's result and product, their gradients, and
    // those of both matrices.
    assertThat(two().onlyPassBytes(Activations.KEPT)).isEqualTo(4 * ROWS + 2 * MATRIX);
    // With gradients of an earlier micro-batch at the second block, where most is kept.
    assertThat(two().furtherPassBytes(Activations.KEPT))
        .isEqualTo((4 + 3) * ROWS + (2 + 1) * MATRIX);
  }

  @Test
  void aConvolutionNeedsItsTensorsInAnotherOrder() {
    Conv2d layer = Conv2d.same("c", 8, 16, 3);
    long in = 4 * 8 * 32 * 32;
    long out = 4 * 16 * 32 * 32;
    long kernel = 4 * 8 * 16 * 9;
    NetworkMemory memory =
        NetworkMemory.of(new One(layer), List.of(Shape.of(1, 8, 32, 32)), Precision.FP32);

    assertThat(memory.forwardBytes()).isEqualTo(out + (in + out + kernel));
  }

  private record One(Conv2d layer) implements Network {
    @Override
    public List<String> inputs() {
      return List.of("xBCHW");
    }

    @Override
    public <T> T forward(Ops<T> ops, List<T> inputs) {
      return ops.block("c", inputs, (o, v) -> o.conv2d(v.get(0), layer));
    }
  }
}
