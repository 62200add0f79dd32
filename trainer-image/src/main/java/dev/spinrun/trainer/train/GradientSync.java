package dev.spinrun.trainer.train;

import dev.spinrun.trainer.nn.Weights;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Script;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.tensor.TensorList;
import dev.spinrun.trainer.workers.Workers;
import dev.spinrun.trainer.workers.Workers.Pending;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Sums the gradients of all workers, in buckets that travel while the backward pass goes on.
 * Mirrors: torch's DistributedDataParallel, whose buckets have 25 MiB as well, and the first one 1
 * MiB, so that something travels early.
 */
final class GradientSync {
  private static final long BUCKET_BYTES = 25L << 20;
  private static final long FIRST_BUCKET_BYTES = 1L << 20;

  /** Relative, of sums in fp32; another checkpoint differs by more. */
  private static final double SAME = 1e-6;

  private static final List<String> SOURCE =
      List.of(
          """
          def pack(self, leaves: List[Tensor]) -> Tensor:
            flat = annotate(List[Tensor], [])
            for i in range(torch.len(leaves)):
              gi = leaves[i].grad
              _0 = torch.append(flat, torch.flatten(unchecked_cast(Tensor, gi)))
            return torch.cat(flat)
          """,
          """
          def norm(self, tensors: List[Tensor]) -> Tensor:
            norms = annotate(List[Tensor], [])
            for i in range(torch.len(tensors)):
              _0 = torch.append(norms, torch.norm(tensors[i], 2))
            return torch.sum(torch.stack(norms))
          """,
          """
          def unpack(self, leaves: List[Tensor], flat: Tensor) -> None:
            begin = 0
            for i in range(torch.len(leaves)):
              gi = leaves[i].grad
              g = unchecked_cast(Tensor, gi)
              n = torch.numel(g)
              _0 = torch.copy_(g, torch.reshape(torch.narrow(flat, 0, begin, n), torch.size(g)))
              begin = torch.add(begin, n)
            return None
          """);

  private final Workers workers;
  private final Script script;

  /** The scripts live as long as the scope. */
  GradientSync(Scope scope, Workers workers) {
    this.workers = workers;
    this.script = Script.compile(scope, SOURCE);
  }

  /** Begins a step with these leaves. */
  Round begin(Scope step, Weights leaves) {
    return new Round(step, leaves);
  }

  /**
   * Compares what the workers begin with.
   *
   * @throws UnequalWorkersException at every worker if they differ
   */
  void requireEqual(int stepsDone, Weights weights) {
    if (workers.size() == 1) {
      return;
    }
    try (Scope scope = Scope.open()) {
      TensorList list = TensorList.of(scope, List.copyOf(weights.byName().values()));
      double norm = script.call("norm").tensors(list).one(scope).toFloats()[0];
      double[] own = {stepsDone, norm};
      double[] sums = sums(own);
      for (int i = 0; i < own.length; i++) {
        if (Math.abs(sums[i] / workers.size() - own[i]) > SAME * Math.abs(own[i])) {
          throw new UnequalWorkersException(workers.rank(), stepsDone);
        }
      }
    }
  }

  /** The sums over all workers of some numbers. */
  double[] sums(double... numbers) {
    if (workers.size() == 1) {
      return numbers;
    }
    float[] narrow = new float[numbers.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) numbers[i];
    }
    try (Scope scope = Scope.open()) {
      Tensor tensor = scope.floats(narrow, Shape.of(narrow.length));
      workers.sum(tensor).await();
      float[] summed = tensor.toFloats();
      double[] wide = new double[summed.length];
      for (int i = 0; i < wide.length; i++) {
        wide[i] = summed[i];
      }
      return wide;
    }
  }

  /** The gradients of one step. */
  final class Round {
    private final Scope step;
    private final Weights leaves;
    private final Set<String> missing;
    private final List<Bucket> travelling = new ArrayList<>();
    private List<String> collected = new ArrayList<>();
    private long bytes;

    private Round(Scope step, Weights leaves) {
      this.step = step;
      this.leaves = leaves;
      this.missing = new LinkedHashSet<>(leaves.byName().keySet());
    }

    private record Bucket(TensorList leaves, Tensor flat, Pending sum) {}

    /** Gradients of these weights are complete; weights that are not trained are passed over. */
    void finished(List<String> names) {
      if (workers.size() == 1) {
        return;
      }
      for (String name : names) {
        if (missing.remove(name)) {
          collected.add(name);
          bytes += leaves.get(name).shape().elements() * Float.BYTES;
        }
      }
      if (bytes >= (travelling.isEmpty() ? FIRST_BUCKET_BYTES : BUCKET_BYTES)) {
        send();
      }
    }

    private void send() {
      TensorList list = TensorList.of(step, collected.stream().map(leaves::get).toList());
      Tensor flat = script.call("pack").tensors(list).one(step);
      travelling.add(new Bucket(list, flat, workers.sum(flat)));
      collected = new ArrayList<>();
      bytes = 0;
    }

    /** Waits for all sums and puts them in the place of the gradients. */
    void end() {
      finished(List.copyOf(missing));
      if (!collected.isEmpty()) {
        send();
      }
      for (Bucket bucket : travelling) {
        bucket.sum().await();
        script.call("unpack").tensors(bucket.leaves()).tensor(bucket.flat()).run();
        bucket.flat().close();
      }
    }
  }
}
