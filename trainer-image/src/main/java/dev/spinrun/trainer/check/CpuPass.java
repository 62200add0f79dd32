package dev.spinrun.trainer.check;

import dev.spinrun.trainer.check.child.ChildProcess;
import dev.spinrun.trainer.check.sample.SampleModel;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.tensor.file.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A {@link NoisePass} on the CPU, whatever this process computes on. A process of the trainer
 * computes on one device, so this is a second one, from which GPUs are hidden.
 *
 * @param model that is made already
 * @param results file that the other process writes
 */
record CpuPass(SampleModel model, Path results) {
  /** Far more than it takes, so that a process that hangs does not keep this one. */
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  /** Runs it, and reads the results into the scope. */
  Map<String, Tensor> run(Scope scope) throws IOException, InterruptedException {
    try (ChildProcess second = start()) {
      second.await(TIMEOUT);
    }
    Map<String, Tensor> read = new LinkedHashMap<>();
    try (SafetensorsFile file = SafetensorsFile.open(results)) {
      for (String name : file.entries().keySet()) {
        read.put(name, file.read(scope, name));
      }
    }
    return read;
  }

  private ChildProcess start() throws IOException {
    return ChildProcess.start(
        "computes on the CPU",
        NoisePass.class,
        Map.of(ChildProcess.VISIBLE_GPUS, ""),
        List.of(model.size().name(), model.unetFolder().toString(), results.toString()));
  }
}
