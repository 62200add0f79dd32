package dev.spinrun.trainer.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.plan.IterationPlan;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.contract.settings.Method;
import dev.spinrun.trainer.stage.LocalRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stable Diffusion 1.5, in MiB. */
class StageMemoryTest {
  private static final double UNET = 3_279;
  private static final double TEXT = 469;
  private static final double ENCODER = 130;
  private static final double DECODER = 189;

  @TempDir Path folder;

  private double peak(Stage stage, Place place, int pixels, int batch) throws IOException {
    LocalRun run = new LocalRun(folder, Method.SPIN, LocalRun.quickstartTraining(50, 0));
    ObjectNode json = Documents.tree(run.context(1, 0).plan());
    json.withObject("/generate").put("batchSize", batch);
    json.withObject("/prepare").put("batchSize", batch);
    byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
    IterationPlan plan = IterationPlan.read(bytes, "plan.json");
    ModelShapes shapes = ModelShapes.read(Sd15.in(folder.resolve("model")), pixels);
    return new StageMemory(shapes, place).peak(stage, plan) / 0x1p20;
  }

  /** Of a UNet, or an encoder, that runs alone: docs/benchmarks.md. */
  @Test
  void drawingAndEncodingTakeWhatWasMeasuredOfTheirNetworks() throws IOException {
    assertThat(peak(Stage.GENERATE, Place.CPU, 256, 1) - TEXT - ENCODER - DECODER)
        .isCloseTo(3_778, withPercentage(15));
    assertThat(encoding(256, 1)).isCloseTo(611, withPercentage(15));
    assertThat(encoding(512, 1)).isCloseTo(1_504, withPercentage(15));
    assertThat(encoding(512, 3)).isCloseTo(3_435, withPercentage(15));
  }

  private double encoding(int pixels, int pictures) throws IOException {
    ModelShapes shapes = ModelShapes.read(Sd15.in(folder.resolve("model")), pixels);
    return new StageMemory(shapes, Place.CPU).encoding(pictures) / 0x1p20;
  }

  /** The base model is read as a whole before pictures are encoded. */
  @Test
  void aPreparationTakesTheModel() throws IOException {
    assertThat(peak(Stage.PREPARE, Place.GPU, 512, 8))
        .isCloseTo(UNET + TEXT + ENCODER + DECODER, withPercentage(1));
  }

  /** At most four pictures of 512 pixels go through the autoencoder together. */
  @Test
  void aLargerBatchTakesNoMoreInTheAutoencoder() throws IOException {
    double four = peak(Stage.GENERATE, Place.GPU, 512, 4);

    assertThat(peak(Stage.GENERATE, Place.GPU, 512, 16)).isCloseTo(four, withPercentage(10));
    assertThat(peak(Stage.EVALUATE, Place.GPU, 512, 16)).isCloseTo(four, withPercentage(10));
    assertThat(four - peak(Stage.GENERATE, Place.GPU, 512, 1)).isGreaterThan(2_000);
  }
}
