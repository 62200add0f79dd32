package dev.spinrun.trainer.check.child;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import dev.spinrun.trainer.tensor.CudaDevice;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Script;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.tensor.Torch;
import dev.spinrun.trainer.workers.Workers;
import java.lang.management.ManagementFactory;
import java.util.List;

/** Sums of several sizes: whether they are right, and how long they take. */
final class TimedSums {
  /** A few numbers of a report, and a bucket of gradients. */
  private static final long SMALL_BYTES = 1 << 10;

  private static final long BUCKET_BYTES = 25_000_000;

  /** Of free memory that the largest sum needs, times its size: libraries have buffers, too. */
  private static final double NEED = 1.25;

  private static final List<String> SOURCE =
      List.of(
          """
          def fill(self, x: Tensor, value: float) -> None:
            _0 = torch.fill_(x, value)
            return None
          """,
          """
          def extremes(self, x: Tensor) -> Tensor:
            return torch.stack([torch.min(x), torch.max(x)])
          """);

  private final Workers workers;
  private final Script script;

  TimedSums(Scope scope, Workers workers) {
    this.workers = workers;
    this.script = Script.compile(scope, SOURCE);
  }

  /** Sums 1 KiB, a bucket, and as much as all gradients are if there is room for that. */
  void run(long gradientBytes, ObjectNode results) {
    results.put("secondsOf1KiB", seconds(SMALL_BYTES));
    double bucket = seconds(BUCKET_BYTES);
    results.put("secondsOf25MB", bucket);
    results.put("GBPerSecondOf25MB", BUCKET_BYTES / 1e9 / bucket);
    if (!everybodyHasRoomFor(gradientBytes)) {
      return;
    }
    double all = seconds(gradientBytes);
    results.put("gradientsGB", gradientBytes / 1e9);
    results.put("secondsOfGradients", all);
    results.put("GBPerSecondOfGradients", gradientBytes / 1e9 / all);
  }

  void sumOnce() {
    try (Scope passing = Scope.open()) {
      workers.sum(filled(passing, SMALL_BYTES, 1)).await();
    }
  }

  /** Of the second sum: the first one opens connections. */
  private double seconds(long bytes) {
    try (Scope passing = Scope.open()) {
      Tensor tensor = filled(passing, bytes, workers.rank() + 1);
      workers.sum(tensor).await();
      // On a GPU the host has not waited for the numbers yet.
      requireAll(tensor, total());
      long begin = System.nanoTime();
      workers.sum(tensor).await();
      double seconds = (System.nanoTime() - begin) / 1e9;
      requireAll(tensor, total() * workers.size());
      return seconds;
    }
  }

  private Tensor filled(Scope scope, long bytes, double value) {
    Tensor tensor = scope.zeros(Shape.of(bytes / Float.BYTES));
    script.call("fill").tensor(tensor).number(value).run();
    return tensor;
  }

  /** Of the numbers 1 to N that N workers begin with. */
  private int total() {
    return workers.size() * (workers.size() + 1) / 2;
  }

  private void requireAll(Tensor tensor, float expected) {
    try (Scope passing = Scope.open()) {
      for (float found : script.call("extremes").tensor(tensor).one(passing).toFloats()) {
        if (found != expected) {
          throw new IllegalStateException(
              "A sum of %d workers is %s in place of %s"
                  .formatted(workers.size(), found, expected));
        }
      }
    }
  }

  /** All must come to the same answer. */
  private boolean everybodyHasRoomFor(long bytes) {
    try (Scope passing = Scope.open()) {
      Tensor votes = filled(passing, Float.BYTES, freeBytes() >= NEED * bytes ? 1 : 0);
      workers.sum(votes).await();
      return votes.toFloats()[0] == workers.size();
    }
  }

  /** Those of the own card; or of this machine, which all workers share. */
  private long freeBytes() {
    if (Torch.isOnGpu()) {
      return CudaDevice.freeBytes();
    }
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getFreeMemorySize() / workers.size()
        : 0;
  }
}
