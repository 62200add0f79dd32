package dev.spinrun.trainer.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.spinrun.contract.cost.ModelWork;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The oracle: torch.utils.flop_counter of PyTorch 2.5.1 over diffusers 0.32.2 and transformers
 * 4.47.1 on the meta device, one latent of [4, 64, 64], one picture of 512 pixels, 77 tokens.
 */
class ModelShapesTest {
  private static final double UNET = 803_273_441_280.0;
  private static final double ENCODER = 1_116_657_942_528.0 + 524_288;
  private static final double DECODER = 2_514_518_933_504.0;
  private static final double TEXT = 13_298_503_680.0;

  @TempDir Path folder;

  @Test
  void operationsAreThoseThatTorchCounts() throws IOException {
    ModelWork model = ModelShapes.read(Sd15.in(folder), 512).work();

    assertThat(model.unet()).isCloseTo(UNET, withPercentage(0.5));
    assertThat(model.encode()).isCloseTo(ENCODER, withPercentage(0.5));
    assertThat(model.decode()).isCloseTo(DECODER, withPercentage(0.5));
    assertThat(model.text()).isCloseTo(TEXT, withPercentage(0.5));
    assertThat(model.latentBytes()).isEqualTo(65_536);
    assertThat(model.unetBytes()).isEqualTo(4 * 859_520_964L);
    assertThat(model.vaeBytes()).isEqualTo(4 * 83_653_863L);
    assertThat(model.textBytes()).isEqualTo(4 * 123_060_480L);
  }
}
