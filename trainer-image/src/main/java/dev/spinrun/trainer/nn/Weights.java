package dev.spinrun.trainer.nn;

import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Script;
import dev.spinrun.trainer.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The parameters of a network by their names in diffusers' checkpoints; the set never changes.
 *
 * <p>Each belongs to the scope in which it was made. Weights read from a file may be the mapped
 * file: {@link #copy} them before anything writes to them.
 */
public final class Weights {
  private final Map<String, Tensor> byName;

  public Weights(Map<String, Tensor> byName) {
    this.byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
  }

  /** All parameters in a fixed order. */
  public Map<String, Tensor> byName() {
    return byName;
  }

  /** The parameter of this name. */
  public Tensor get(String name) {
    Tensor tensor = byName.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(
          "The network asks for a parameter `%s` that its %d weights do not contain."
              .formatted(name, byName.size()));
    }
    return tensor;
  }

  /**
   * Kernels and matrices in another precision, for a network that is not trained and would convert
   * them in every pass. Vectors stay: normalisations take them in fp32.
   */
  public Weights in(Scope scope, Precision precision) {
    Script script =
        Script.compile(
            scope,
            List.of(
                "def to(self, x: Tensor) -> Tensor:\n  return torch.to(x, %d)\n"
                    .formatted(precision.scalarType())));
    return mapped(
        tensor -> tensor.shape().rank() > 1 ? script.call("to").tensor(tensor).one(scope) : tensor);
  }

  /** These and others; of two with one name the other. */
  public Weights and(Weights others) {
    Map<String, Tensor> all = new LinkedHashMap<>(byName);
    all.putAll(others.byName);
    return new Weights(all);
  }

  /** The tensors in the order of {@link #byName}. */
  public List<Tensor> tensors() {
    return List.copyOf(byName.values());
  }

  /** A copy with memory of its own, in the given scope. */
  public Weights copy(Scope scope) {
    return mapped(scope::copy);
  }

  /** The same numbers in the same memory, as leaves without gradients, in the given scope. */
  public Weights leaves(Scope scope) {
    return mapped(tensor -> tensor.leaf(scope));
  }

  /** Zeros in the shapes of these weights. */
  public Weights zerosLike(Scope scope) {
    return mapped(tensor -> scope.zeros(tensor.shape()));
  }

  private Weights mapped(UnaryOperator<Tensor> change) {
    Map<String, Tensor> changed = new LinkedHashMap<>();
    byName.forEach((name, tensor) -> changed.put(name, change.apply(tensor)));
    return new Weights(changed);
  }

  /** Names of the parameters that hold an infinity or a NaN, in order. */
  public List<String> nonFinite() {
    List<String> names = new ArrayList<>();
    try (Scope scope = Scope.open()) {
      FiniteCheck check = new FiniteCheck(scope);
      byName.forEach(
          (name, tensor) -> {
            if (!check.isFinite(tensor)) {
              names.add(name);
            }
          });
    }
    return names;
  }

  /** Number of elements of all tensors. */
  public long count() {
    return byName.values().stream().mapToLong(tensor -> tensor.shape().elements()).sum();
  }
}
