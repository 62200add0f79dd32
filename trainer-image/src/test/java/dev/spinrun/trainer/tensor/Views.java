package dev.spinrun.trainer.tensor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Tensors that DJL reads by a copy, as it reads those on a GPU. */
public final class Views {
  private Views() {}

  /** Zeros that lie in another order than that of their dimensions, unless there is only one. */
  public static Tensor zeros(Scope scope, Shape shape) {
    float[] zeros = new float[Math.toIntExact(shape.elements())];
    if (shape.rank() < 2) {
      return scope.floats(zeros, shape);
    }
    List<Long> swapped = new ArrayList<>(shape.dims());
    Collections.swap(swapped, 0, 1);
    int[] order = IntStream.range(0, shape.rank()).map(i -> i < 2 ? 1 - i : i).toArray();
    return scope.adopt(scope.floats(zeros, new Shape(swapped)).array().transpose(order));
  }
}
