package dev.spinrun.trainer.tensor;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Tensors that DJL reads by a copy, as it reads those on a GPU. */
public final class Views {
  private Views() {}

  /** Zeros that lie in another order than that of their dimensions, unless there is only one. */
  public static Tensor zeros(Scope scope, Shape shape) {
    NDManager memory = scope.floats(new float[1], Shape.of(1)).array().getManager();
    if (shape.rank() < 2) {
      return scope.adopt(memory.zeros(djl(shape.dims())));
    }
    List<Long> swapped = new ArrayList<>(shape.dims());
    Collections.swap(swapped, 0, 1);
    int[] order = IntStream.range(0, shape.rank()).map(i -> i < 2 ? 1 - i : i).toArray();
    return scope.adopt(memory.zeros(djl(swapped)).transpose(order));
  }

  private static ai.djl.ndarray.types.Shape djl(List<Long> dims) {
    return new ai.djl.ndarray.types.Shape(dims);
  }
}
