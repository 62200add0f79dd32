package dev.spinrun.trainer.check;

import dev.spinrun.contract.failure.FailureClass;
import dev.spinrun.contract.failure.LastWord;
import dev.spinrun.trainer.check.sample.SampleModel;
import dev.spinrun.trainer.check.sample.SampleTraining;
import dev.spinrun.trainer.nn.Activations;
import dev.spinrun.trainer.nn.Precision;
import dev.spinrun.trainer.stage.FailureTable;
import dev.spinrun.trainer.tensor.CudaDevice;
import dev.spinrun.trainer.tensor.Torch;
import dev.spinrun.trainer.train.StepReport;
import dev.spinrun.trainer.train.Trainer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How many pairs a second are learnt from, at ever larger micro-batches. */
record ThroughputCheck(SampleModel model) implements Check {
  private static final int LARGEST = 16;

  /** The first one compiles, chooses kernels and gets memory; the last one counts. */
  private static final int STEPS = 3;

  private static final long MIB = 1 << 20;

  @Override
  public String name() {
    return "throughput";
  }

  @Override
  public Finding run() throws IOException {
    Precision precision = Capability.usual();
    Map<String, Object> figures = new LinkedHashMap<>();
    String end = "No larger one was tried.";
    int pairs = 1;
    long begin = System.nanoTime();
    for (; pairs <= LARGEST; pairs *= 2) {
      if (System.nanoTime() - begin > model.size().budget().toNanos()) {
        end = "The time of this check is used up.";
        break;
      }
      try {
        figures.put("pairsPerSecondAt" + pairs, speed(pairs, precision));
        // The allocator of a GPU gives nothing back: this is the peak so far.
        if (Torch.isOnGpu()) {
          figures.put("cardMiBAt" + pairs, CudaDevice.usedBytes() / MIB);
        }
      } catch (RuntimeException | OutOfMemoryError e) {
        LastWord word = FailureTable.lastWord(e);
        if (pairs == 1 || word.failureClass() != FailureClass.APPLICATION) {
          throw e;
        }
        end = "The next one failed: " + word.message();
        break;
      }
    }
    return Finding.passed(
        "Trains every weight in %s at micro-batches up to %d. %s"
            .formatted(Capability.spelled(precision), pairs / 2, end),
        figures);
  }

  private double speed(int pairs, Precision precision) throws IOException {
    List<StepReport> steps = new ArrayList<>();
    try (Trainer trainer =
        new SampleTraining(model, STEPS, pairs, precision, 0, Activations.KEPT).start()) {
      trainer.run(steps::add);
    }
    return steps.get(steps.size() - 1).examplesPerSecond();
  }
}
