package dev.spinrun.trainer.check;

import dev.spinrun.trainer.check.CheckReport.Row;
import dev.spinrun.trainer.check.sample.ModelSize;
import dev.spinrun.trainer.check.sample.SampleModel;
import dev.spinrun.trainer.nn.Activations;
import dev.spinrun.trainer.nn.Precision;
import dev.spinrun.trainer.stage.FailureTable;
import dev.spinrun.trainer.stage.context.RequiredDevice;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Torch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All checks, one after the other; one that fails does not keep the next from running.
 *
 * @param device what must be there to compute on
 * @param flavor build of libtorch, as {@code cpu} or {@code cu124}; may be empty
 * @param work folder in which a folder is made, and deleted in the end
 */
public record SelfTest(ModelSize size, RequiredDevice device, String flavor, Path work) {
  /** A usual rank of adapters. */
  private static final int RANK = 16;

  private static final Logger LOG = LoggerFactory.getLogger(SelfTest.class);

  /** Runs them. */
  public CheckReport run() throws IOException {
    Path folder = Files.createTempDirectory(work, "check");
    List<Row> rows = new ArrayList<>();
    try {
      Scope models = Scope.open();
      SampleModel model = models.own(new SampleModel(size, folder.resolve("model")));
      SampleModel small =
          size == size.forTheCpu()
              ? model
              : models.own(new SampleModel(size.forTheCpu(), folder.resolve("small")));
      for (Check check : ofModels(model, small, folder)) {
        rows.add(row(check, folder));
      }
      free(models);
      for (Check check : ofTheEngine()) {
        rows.add(row(check, folder));
      }
      return new CheckReport(Versions.of(flavor), rows);
    } finally {
      delete(folder);
    }
  }

  /** A GPU that broke may refuse; the report is still wanted. */
  private static void free(Scope models) {
    try {
      models.close();
    } catch (RuntimeException e) {
      LOG.warn("models cannot be freed", e);
    }
  }

  private List<Check> ofModels(SampleModel model, SampleModel small, Path folder)
      throws IOException {
    List<Check> checks = new ArrayList<>();
    checks.add(new DeviceCheck(device, flavor));
    // Before libtorch takes memory of a GPU that it does not give back.
    checks.add(new CollectivesCheck(model.gradientBytes(), folder));
    for (Precision precision : Precision.values()) {
      checks.add(new ParityCheck(small, precision, folder));
    }
    for (Precision precision : trainedIn()) {
      for (int rank : new int[] {0, RANK}) {
        for (Activations activations : Activations.values()) {
          checks.add(StartCheck.of(model, precision, rank, activations));
        }
      }
    }
    // One after the other in the same folder: a checkpoint is three times the size of a model.
    Path checkpoint = folder.resolve("checkpoint");
    checks.add(new RepeatCheck(model, checkpoint, false));
    checks.add(new RepeatCheck(model, checkpoint, true));
    checks.add(new CheckpointCheck(model, checkpoint));
    checks.add(new ThroughputCheck(model));
    checks.add(new SamplingCheck(model));
    checks.add(new AutoencoderCheck(model));
    return checks;
  }

  /** On a CPU nobody trains in fp16, which is the slowest there. */
  private static List<Precision> trainedIn() {
    return Torch.isOnGpu()
        ? List.of(Precision.FP32, Precision.BF16, Precision.FP16)
        : List.of(Precision.FP32, Precision.BF16);
  }

  /** The last one leaves a GPU's context unusable. */
  private static List<Check> ofTheEngine() {
    return List.of(FailureCheck.outOfMemory(), FailureCheck.indexOutOfRange());
  }

  private static Row row(Check check, Path folder) {
    long begin = System.nanoTime();
    Finding finding = finding(check).without(folder.toString(), "the work folder");
    Row row = new Row(check.name(), finding, (System.nanoTime() - begin) / 1e9);
    LOG.info("{}: {}. {}", row.name(), row.finding().verdict(), row.finding().sentence());
    return row;
  }

  static Finding finding(Check check) {
    try {
      return check.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Finding.failed(FailureTable.lastWord(e), Map.of());
    } catch (IOException | RuntimeException | OutOfMemoryError | LinkageError e) {
      LOG.warn("{} failed", check.name(), e);
      return Finding.failed(FailureTable.lastWord(e), Map.of());
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
