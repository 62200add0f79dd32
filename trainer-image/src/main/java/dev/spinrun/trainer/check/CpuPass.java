package dev.spinrun.trainer.check;

import dev.spinrun.trainer.check.sample.SampleModel;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.tensor.file.SafetensorsFile;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A {@link NoisePass} on the CPU, whatever this process computes on. A process of the trainer
 * computes on one device, so this is a second one, from which GPUs are hidden.
 *
 * @param model that is made already
 * @param results file that the other process writes
 */
record CpuPass(SampleModel model, Path results) {
  /** Far more than it takes, so that a process that hangs does not keep this one. */
  private static final int MINUTES = 10;

  /** Runs it, and reads the results into the scope. */
  Map<String, Tensor> run(Scope scope) throws IOException, InterruptedException {
    await(start());
    Map<String, Tensor> read = new LinkedHashMap<>();
    try (SafetensorsFile file = SafetensorsFile.open(results)) {
      for (String name : file.entries().keySet()) {
        read.put(name, file.read(scope, name));
      }
    }
    return read;
  }

  private Process start() throws IOException {
    ProcessBuilder second =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                NoisePass.class.getName(),
                model.size().name(),
                model.unetFolder().toString(),
                results.toString()));
    second.environment().put("CUDA_VISIBLE_DEVICES", "");
    // Standard output is the report's.
    return second.redirectOutput(Redirect.DISCARD).redirectError(Redirect.INHERIT).start();
  }

  private static void await(Process process) throws InterruptedException {
    try {
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        throw new IllegalStateException(
            "The process that computes on the CPU does not end within %d minutes"
                .formatted(MINUTES));
      }
    } finally {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      throw new IllegalStateException(
          "The process that computes on the CPU ended with code %d".formatted(process.exitValue()));
    }
  }
}
