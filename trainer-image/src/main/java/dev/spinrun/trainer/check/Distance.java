package dev.spinrun.trainer.check;

import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Script;
import dev.spinrun.trainer.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How far the results of a pass are from those of another: Euclidean norm of the difference over
 * the norm of the other's, since a single element may be near 0.
 *
 * @param block the one that is farthest off
 * @param ofBlock how far it is
 * @param ofGradient how far all gradients together are; those of single weights may be rounding
 *     alone, as of a bias before a normalisation
 */
record Distance(int blocks, String block, double ofBlock, double ofGradient) {
  /** Sums of squares of the difference and of the other, added up in fp64. */
  private static final String SQUARES =
      """
      def squares(self, x: Tensor, y: Tensor) -> Tensor:
        wide = torch.to(y, 7)
        gap = torch.sub(torch.to(x, 7), wide)
        sums = [torch.sum(torch.mul(gap, gap)), torch.sum(torch.mul(wide, wide))]
        return torch.to(torch.stack(sums), 6)
      """;

  /** Compares results that have the same names. */
  static Distance between(Map<String, Tensor> results, Map<String, Tensor> others) {
    int blocks = 0;
    String farthest = "";
    double ofBlock = 0;
    double[] gradients = new double[2];
    try (Scope scope = Scope.open()) {
      Script script = Script.compile(scope, List.of(SQUARES));
      for (Map.Entry<String, Tensor> other : others.entrySet()) {
        Tensor result = Objects.requireNonNull(results.get(other.getKey()));
        float[] sums =
            script.call("squares").tensor(result).tensor(other.getValue()).one(scope).toFloats();
        if (other.getKey().startsWith(NoisePass.GRADIENT)) {
          gradients[0] += sums[0];
          gradients[1] += sums[1];
          continue;
        }
        blocks++;
        double distance = Math.sqrt(sums[0] / sums[1]);
        // NaN compares as the largest.
        if (farthest.isEmpty() || Double.compare(distance, ofBlock) > 0) {
          farthest = other.getKey();
          ofBlock = distance;
        }
      }
    }
    return new Distance(blocks, farthest, ofBlock, Math.sqrt(gradients[0] / gradients[1]));
  }
}
