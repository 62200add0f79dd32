package dev.spinrun.trainer.tensor;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** The calls that a pickled state dict consists of; there are no others. */
enum TorchCall {
  /** An empty one: its entries are set one by one. */
  ORDERED_DICT("collections.OrderedDict") {
    @Override
    Object apply(List<?> arguments) {
      if (!arguments.isEmpty()) {
        throw new ClassCastException("OrderedDict of " + arguments.size());
      }
      return new LinkedHashMap<>();
    }
  },

  /** Storage, offset, sizes, strides, and what concerns autograd. */
  TENSOR("torch._utils._rebuild_tensor_v2") {
    @Override
    Object apply(List<?> arguments) {
      return new TensorReference(
          (StorageReference) arguments.get(0),
          (Long) arguments.get(1),
          numbers(arguments.get(2)),
          numbers(arguments.get(3)));
    }
  },

  /** A tensor, and what concerns autograd. */
  PARAMETER("torch._utils._rebuild_parameter") {
    @Override
    Object apply(List<?> arguments) {
      return (TensorReference) arguments.get(0);
    }
  };

  private final String path;

  TorchCall(String path) {
    this.path = path;
  }

  static Optional<TorchCall> named(String path) {
    return Arrays.stream(values()).filter(call -> call.path.equals(path)).findFirst();
  }

  /**
   * The result of the call.
   *
   * @throws ClassCastException or IndexOutOfBoundsException if the arguments are not torch's
   */
  abstract Object apply(List<?> arguments);

  private static List<Long> numbers(Object tuple) {
    return ((List<?>) tuple).stream().map(Long.class::cast).toList();
  }
}
