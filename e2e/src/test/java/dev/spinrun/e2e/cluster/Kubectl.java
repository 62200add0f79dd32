package dev.spinrun.e2e.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** kubectl as a user or a pipeline runs it, manifests given on its standard input. */
public final class Kubectl {
  private final Cluster cluster;

  public Kubectl(Cluster cluster) {
    this.cluster = cluster;
  }

  /** What a command printed, and the code it ended with. */
  public record Result(int code, String output) {}

  /** Runs kubectl with these arguments. */
  public Result run(String manifest, String... arguments) {
    List<String> command = new ArrayList<>(cluster.kubectl());
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(manifest.getBytes(StandardCharsets.UTF_8));
      }
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while kubectl ran", e);
    }
  }
}
