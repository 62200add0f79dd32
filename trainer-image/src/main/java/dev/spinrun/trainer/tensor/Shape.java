package dev.spinrun.trainer.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Sizes of a tensor's dimensions, outermost first; none for a scalar.
 *
 * @param dims each at least 0
 */
public record Shape(List<Long> dims) {
  public Shape {
    dims = List.copyOf(dims);
    for (long dim : dims) {
      if (dim < 0) {
        throw new IllegalArgumentException("A dimension is negative: " + dims + ".");
      }
    }
  }

  /** The shape with these dimensions. */
  public static Shape of(long... dims) {
    return new Shape(Arrays.stream(dims).boxed().toList());
  }

  /** Number of dimensions. */
  public int rank() {
    return dims.size();
  }

  /** Size of one dimension; a negative index counts from the end. */
  public long dim(int index) {
    return dims.get(index < 0 ? dims.size() + index : index);
  }

  /** Number of elements; 1 for a scalar. */
  public long elements() {
    return dims.stream().reduce(1L, Math::multiplyExact);
  }

  /** This shape with one dimension replaced; a negative index counts from the end. */
  public Shape with(int index, long size) {
    long[] changed = toArray();
    changed[index < 0 ? changed.length + index : index] = size;
    return of(changed);
  }

  /** This shape with one more dimension, outermost. */
  public Shape prepend(long size) {
    List<Long> more = new ArrayList<>(dims);
    more.add(0, size);
    return new Shape(more);
  }

  /** The dimensions as a new array. */
  public long[] toArray() {
    return dims.stream().mapToLong(Long::longValue).toArray();
  }

  @Override
  public String toString() {
    return dims.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
  }
}
