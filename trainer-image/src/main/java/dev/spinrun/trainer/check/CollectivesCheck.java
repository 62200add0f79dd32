package dev.spinrun.trainer.check;

import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.tensor.Torch;
import dev.spinrun.trainer.workers.Rendezvous;
import dev.spinrun.trainer.workers.Workers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Whether two workers sum up tensors, and how fast; both are threads of this process. */
record CollectivesCheck() implements Check {
  private static final String HERE = "127.0.0.1";
  private static final int WORKERS = 2;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** A few numbers of a report, and a bucket of gradients. */
  private static final int SMALL_BYTES = 1 << 10;

  private static final int BUCKET_BYTES = 25_000_000;

  @Override
  public String name() {
    return "collectives";
  }

  @Override
  public Finding run() throws IOException, InterruptedException {
    if (Torch.isOnGpu()) {
      return Finding.skipped(
          "One process sees one GPU, and a sum over NCCL takes two: run a training of two workers.");
    }
    int port = freePort();
    FutureTask<Map<String, Object>> first = worker(0, port);
    FutureTask<Map<String, Object>> second = worker(1, port);
    try {
      second.get();
      return Finding.passed("Two workers on this machine sum up over Gloo.", first.get());
    } catch (ExecutionException e) {
      throw new IllegalStateException("A worker failed", e.getCause());
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  /** A daemon: a call that hangs must not keep the process. */
  private static FutureTask<Map<String, Object>> worker(int rank, int port) {
    FutureTask<Map<String, Object>> task = new FutureTask<>(() -> sums(rank, port));
    Thread thread = new Thread(task, "worker-" + rank);
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  private static Map<String, Object> sums(int rank, int port) {
    Map<String, Object> figures = new LinkedHashMap<>();
    try (Workers workers = new Rendezvous(rank, WORKERS, HERE, port, HERE, TIMEOUT).join();
        Scope scope = Scope.open()) {
      double small = seconds(workers, scope, SMALL_BYTES);
      double bucket = seconds(workers, scope, BUCKET_BYTES);
      figures.put("secondsOf1KiB", small);
      figures.put("secondsOf25MB", bucket);
      figures.put("MBPerSecond", BUCKET_BYTES / 1e6 / bucket);
    }
    return figures;
  }

  /** Of the second sum: the first one opens connections. */
  private static double seconds(Workers workers, Scope scope, int bytes) {
    float[] numbers = new float[bytes / Float.BYTES];
    Arrays.fill(numbers, workers.rank() + 1);
    Tensor tensor = scope.floats(numbers, Shape.of(numbers.length));
    workers.sum(tensor).await();
    long begin = System.nanoTime();
    workers.sum(tensor).await();
    double seconds = (System.nanoTime() - begin) / 1e9;
    // 1 and 2 are 3 everywhere; 3 and 3 are 6.
    for (float sum : tensor.toFloats()) {
      if (sum != 6) {
        throw new IllegalStateException("A sum of two workers is %s in place of 6".formatted(sum));
      }
    }
    return seconds;
  }
}
