package dev.spinrun.trainer.tensor.pickle;

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
        throw new DamagedPickleException("it makes an OrderedDict of something");
      }
      return new LinkedHashMap<>();
    }
  },

  /** Storage, offset, sizes, strides, and what concerns autograd. */
  TENSOR("torch._utils._rebuild_tensor_v2") {
    @Override
    Object apply(List<?> arguments) {
      if (arguments.size() >= 4
          && arguments.get(0) instanceof StorageReference storage
          && arguments.get(1) instanceof Long offset) {
        return new TensorReference(
            storage, offset, numbers(arguments.get(2)), numbers(arguments.get(3)));
      }
      throw new DamagedPickleException("it makes a tensor of something else than a storage");
    }
  },

  /** A tensor, and what concerns autograd. */
  PARAMETER("torch._utils._rebuild_parameter") {
    @Override
    Object apply(List<?> arguments) {
      if (!arguments.isEmpty() && arguments.get(0) instanceof TensorReference tensor) {
        return tensor;
      }
      throw new DamagedPickleException("it makes a parameter of something else than a tensor");
    }
  };

  /** As numpy's; torch's own kernels take fewer. */
  private static final int MAX_RANK = 64;

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
   * @throws DamagedPickleException if the arguments are not torch's
   */
  abstract Object apply(List<?> arguments);

  /** Copied only if it is short: a thousand tensors may name one long list. */
  private static List<Long> numbers(Object tuple) {
    if (tuple instanceof List<?> list
        && list.size() <= MAX_RANK
        && list.stream().allMatch(Long.class::isInstance)) {
      return list.stream().map(Long.class::cast).toList();
    }
    throw new DamagedPickleException("it has no list of whole numbers for a tensor's shape");
  }
}
