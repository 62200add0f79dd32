package dev.spinrun.trainer.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.contract.record.EvaluationSummary.ScorerSummary;
import dev.spinrun.contract.record.FileEntry;
import dev.spinrun.contract.record.Manifest;
import dev.spinrun.contract.settings.Method;
import dev.spinrun.contract.settings.Train;
import dev.spinrun.trainer.data.picture.Pictures;
import dev.spinrun.trainer.diffusion.picture.Picture;
import dev.spinrun.trainer.diffusion.random.RandomStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole iterations of the quickstart with what it leaves at its defaults. */
@Execution(ExecutionMode.CONCURRENT)
class TrainingVariantsTest {
  private static final int STEPS = 40;

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "gradientCheckpointing, true",
    "mixedPrecision, '\"Bf16\"'",
    "mixedPrecision, '\"Fp16\"'",
  })
  void oneIterationIsBetterThanTheBase(String field, String json) {
    LocalRun run = new LocalRun(folder, Method.SPIN, training(field, json));

    ScorerSummary base = run.iterate();
    ScorerSummary first = run.iterate();

    assertThat(first.mean()).isGreaterThan(base.mean() + 5);
  }

  @Test
  void adaptersAreMergedAndLieBesideTheModel() {
    Train training = LocalRun.with(training("lora", "{\"rank\": 8}"), "learningRate", "\"2e-3\"");
    LocalRun run = new LocalRun(folder, Method.SPIN, training);

    ScorerSummary base = run.iterate();
    ScorerSummary first = run.iterate();

    assertThat(first.mean()).isGreaterThan(base.mean());
    assertThat(run.candidate(1, 1).files())
        .extracting(FileEntry::path)
        .contains("pytorch_lora_weights.safetensors", "unet/diffusion_pytorch_model.safetensors");
  }

  @Test
  void theOpponentBeforeLendsHalfOfTheImages() {
    LocalRun run = new LocalRun(folder, Method.SPIN, training("opponents", "\"LastTwo\""));
    run.iterate();
    ScorerSummary first = run.iterate();
    ScorerSummary second = run.iterate();

    assertThat(second.mean()).isGreaterThan(first.mean());
  }

  @Test
  void peoplesPreferencesAreLearnedWithoutDrawing() throws IOException {
    Path example = folder.resolve("example");
    copyQuickstartWithRejectedImages(example);
    LocalRun run =
        new LocalRun(folder.resolve("store"), example, Method.DPO, training("seed", "3"));

    ScorerSummary base = run.iterate();
    ScorerSummary first = run.iterate();

    Manifest candidate = run.candidate(1, 1);
    assertThat(Double.parseDouble(candidate.attributes().get("accuracy"))).isGreaterThan(0.7);
    assertThat(first.mean()).isGreaterThan(base.mean());
    assertThat(run.store().list(run.layout().synthetic(1, 0))).isEmpty();
    assertThat(run.store().list(run.layout().events(1, 1))).isNotEmpty();
  }

  private static Train training(String field, String json) {
    return LocalRun.with(LocalRun.quickstartTraining(STEPS, 0), field, json);
  }

  private static void copyQuickstartWithRejectedImages(Path example) throws IOException {
    QuickstartCopy.to(example);
    Path data = example.resolve("data/train");
    byte[] rgb = new byte[16 * 16 * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) RandomStream.of(5).below(256, i);
    }
    Files.write(data.resolve("noise.png"), Pictures.png(new Picture(16, 16, rgb)));
    Path metadata = data.resolve("metadata.jsonl");
    Files.writeString(
        metadata,
        Files.readString(metadata)
            .replace("\"text\"", "\"rejected_file_name\": \"noise.png\", \"text\""));
  }
}
