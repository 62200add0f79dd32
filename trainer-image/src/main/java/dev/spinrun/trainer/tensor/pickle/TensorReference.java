package dev.spinrun.trainer.tensor.pickle;

import java.util.List;

/**
 * A tensor as a view of a storage.
 *
 * @param offset first element
 * @param strides in elements, one per dimension
 */
record TensorReference(
    StorageReference storage, long offset, List<Long> sizes, List<Long> strides) {
  /** Whether the elements lie in row-major order without gaps. */
  boolean isContiguous() {
    if (strides.size() != sizes.size()) {
      return false;
    }
    long expected = 1;
    for (int i = sizes.size() - 1; i >= 0; i--) {
      if (sizes.get(i) != 1 && strides.get(i) != expected) {
        return false;
      }
      expected *= sizes.get(i);
    }
    return true;
  }
}
