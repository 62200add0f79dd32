package dev.spinrun.trainer.stage.train;

import dev.spinrun.trainer.train.StepReport;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The numbers of the last step for Prometheus, at {@code /metrics}, where a port is given. */
final class TrainingMetrics implements AutoCloseable {
  private static final String PREFIX = "spinrun_train_";

  /** Only Linux has it. */
  private static final Path STATUS = Path.of("/proc/self/status");

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Map<String, Gauge> gauges = new TreeMap<>();
  private final @Nullable HTTPServer server;

  /** Serves at a port, at any free one for -1, or nowhere for 0. */
  TrainingMetrics(int port) {
    try {
      server =
          port == 0
              ? null
              : HTTPServer.builder().port(Math.max(0, port)).registry(registry).buildAndStart();
    } catch (IOException e) {
      throw new UncheckedIOException("metrics cannot be served at port " + port, e);
    }
  }

  /** The port that is served, or 0. */
  int port() {
    return server == null ? 0 : server.getPort();
  }

  void see(StepReport step) {
    if (server != null) {
      set("step", "Optimizer steps done.", step.step());
      StepLog.metrics(step).forEach((name, value) -> set(snake(name), "Of the last step.", value));
      set("resident_memory_bytes", "Memory of the process, native memory included.", resident());
    }
  }

  private void set(String name, String help, double value) {
    gauges
        .computeIfAbsent(name, n -> Gauge.builder().name(PREFIX + n).help(help).register(registry))
        .set(value);
  }

  private static String snake(String name) {
    return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  private static double resident() {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith("VmRSS"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
  }
}
