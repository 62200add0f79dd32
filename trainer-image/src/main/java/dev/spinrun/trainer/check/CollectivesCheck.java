package dev.spinrun.trainer.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spinrun.contract.json.Documents;
import dev.spinrun.trainer.check.child.ChildProcess;
import dev.spinrun.trainer.check.child.SumPass;
import dev.spinrun.trainer.tensor.CudaDevice;
import dev.spinrun.trainer.tensor.Torch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Whether workers sum up tensors, how fast, and what they say when one of them ends: a process for
 * each GPU, over NCCL; on a CPU two processes, over Gloo.
 *
 * @param gradientBytes of the largest sum
 */
record CollectivesCheck(long gradientBytes, Path folder) implements Check {
  /** Far more than it takes, so that a process that hangs does not keep this one. */
  private static final Duration TIMEOUT = SumPass.TIMEOUT.multipliedBy(6);

  @Override
  public String name() {
    return "collectives";
  }

  @Override
  public Finding run() throws IOException, InterruptedException {
    int workers = Torch.isOnGpu() ? CudaDevice.find().map(CudaDevice::count).orElse(1) : 2;
    if (workers == 1) {
      return Finding.skipped("A sum over NCCL takes two GPUs, and one is visible.");
    }
    int port = freePort();
    List<ChildProcess> processes = new ArrayList<>();
    try {
      for (int rank = 0; rank < workers; rank++) {
        processes.add(worker(rank, workers, port));
      }
      for (ChildProcess process : processes) {
        process.await(TIMEOUT);
      }
    } finally {
      processes.forEach(ChildProcess::close);
    }
    return judge(IntStream.range(0, workers).mapToObj(this::results).toList());
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private ChildProcess worker(int rank, int size, int port) throws IOException {
    Map<String, String> environment = new LinkedHashMap<>();
    if (Torch.isOnGpu()) {
      environment.put(
          ChildProcess.VISIBLE_GPUS, card(rank, System.getenv(ChildProcess.VISIBLE_GPUS)));
      // Nothing leaves this machine.
      environment.put("NCCL_SOCKET_IFNAME", "lo");
    }
    List<Object> arguments = List.of(rank, size, port, gradientBytes, file(rank));
    return ChildProcess.start(
        "is worker " + rank,
        SumPass.class,
        environment,
        arguments.stream().map(String::valueOf).toList());
  }

  /**
   * The name of a card that this process sees under a number.
   *
   * @param visible names of all that it sees; null if these are their numbers
   */
  static String card(int number, @Nullable String visible) {
    return visible == null || visible.isBlank()
        ? String.valueOf(number)
        : visible.split(",", -1)[number].strip();
  }

  private Path file(int rank) {
    return folder.resolve("worker-%d.json".formatted(rank));
  }

  private JsonNode results(int rank) {
    try {
      return Files.exists(file(rank))
          ? Documents.value(Files.readString(file(rank)))
          : Documents.object();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What the results say.
   *
   * @param results of all workers; the last one ends without any, unless it failed
   */
  static Finding judge(List<JsonNode> results) {
    JsonNode first = results.get(0);
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("workers", results.size());
    first.properties().stream()
        .filter(figure -> figure.getValue().isNumber())
        .forEach(figure -> figures.put(figure.getKey(), figure.getValue().doubleValue()));
    String failures =
        IntStream.range(0, results.size())
            .filter(rank -> results.get(rank).has(SumPass.FAILURE))
            .mapToObj(
                rank ->
                    "Worker %d: %s"
                        .formatted(rank, results.get(rank).path(SumPass.FAILURE).asText()))
            .collect(Collectors.joining(" "));
    if (!failures.isEmpty()) {
      return Finding.failed(failures, figures);
    }
    return Finding.passed(
        "%d workers sum up over %s. Of one that ends a training would say: %s"
            .formatted(
                results.size(),
                Torch.isOnGpu() ? "NCCL" : "Gloo",
                first.path(SumPass.TOLD).asText()),
        figures);
  }
}
