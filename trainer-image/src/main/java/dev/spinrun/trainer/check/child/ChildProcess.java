package dev.spinrun.trainer.check.child;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Another process of the trainer: one computes on one device, and a worker is one.
 *
 * @param what it does, for errors
 */
public record ChildProcess(String what, Process process) implements AutoCloseable {
  /** Names the GPUs that a process sees, by number or id, separated by commas. */
  public static final String VISIBLE_GPUS = "CUDA_VISIBLE_DEVICES";

  /**
   * Starts a class with the libraries of this process.
   *
   * @param environment variables beside those of this process
   */
  public static ChildProcess start(
      String what, Class<?> main, Map<String, String> environment, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx512m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    ProcessBuilder child = new ProcessBuilder(command);
    child.environment().putAll(environment);
    // Standard output is the report's.
    child.redirectOutput(Redirect.DISCARD).redirectError(Redirect.INHERIT);
    return new ChildProcess(what, child.start());
  }

  /**
   * Waits for its end.
   *
   * @throws IllegalStateException if it does not end in time, or not in order
   */
  public void await(Duration timeout) throws InterruptedException {
    if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException(
          "The process that %s does not end within %d s".formatted(what, timeout.toSeconds()));
    }
    if (process.exitValue() != 0) {
      throw new IllegalStateException(
          "The process that %s ended with code %d".formatted(what, process.exitValue()));
    }
  }

  /** Ends it, if it has not ended. */
  @Override
  public void close() {
    process.destroyForcibly();
  }
}
