package dev.spinrun.trainer.train;

import dev.spinrun.trainer.diffusion.random.RandomStream;
import dev.spinrun.trainer.nn.Weights;
import dev.spinrun.trainer.tensor.EagerMath;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Low-rank adapters: to a matrix W is added B A, of which A begins at random and B at 0.
 *
 * <p>Source: Hu et al., arXiv 2106.09685; names and first values as PEFT 0.14 (Kaiming's uniform
 * distribution with a = sqrt(5) is uniform within 1 / sqrt(columns)).
 */
final class Adapters {
  private static final String DOWN = ".lora_A.weight";
  private static final String UP = ".lora_B.weight";
  private static final String WEIGHT = ".weight";

  private Adapters() {}

  /** Adapters that change nothing yet. */
  static Weights initial(Scope scope, Map<String, Shape> shapes, TrainingSettings settings) {
    Map<String, Tensor> matrices = new LinkedHashMap<>();
    shapes.forEach(
        (name, shape) ->
            matrices.put(
                name,
                name.endsWith(DOWN)
                    ? scope.floats(uniform(name, shape, settings), shape)
                    : scope.zeros(shape)));
    return new Weights(matrices);
  }

  private static float[] uniform(String name, Shape shape, TrainingSettings settings) {
    RandomStream stream = Purpose.ADAPTERS.stream(settings, RandomStream.number(name));
    double bound = 1 / Math.sqrt((double) shape.dim(1));
    float[] values = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (bound * (2 * stream.uniform(i) - 1));
    }
    return values;
  }

  /** The matrices with what the adapters add to them; the others are shared, not copied. */
  static Weights merged(Scope scope, Weights base, Weights adapters) {
    Map<String, Tensor> merged = new LinkedHashMap<>(base.byName());
    adapters
        .byName()
        .forEach(
            (name, up) -> {
              if (name.endsWith(UP)) {
                String layer = name.substring(0, name.length() - UP.length());
                Tensor matrix = base.get(layer + WEIGHT);
                merged.put(layer + WEIGHT, sum(scope, matrix, up, adapters.get(layer + DOWN)));
              }
            });
    return new Weights(merged);
  }

  private static Tensor sum(Scope scope, Tensor matrix, Tensor up, Tensor down) {
    try (Scope step = Scope.open()) {
      EagerMath math = new EagerMath(step);
      return scope.keep(math.add(matrix, math.matrixProduct(up, down)));
    }
  }
}
