package dev.spinrun.trainer.nn;

import dev.spinrun.trainer.tensor.Tensor;
import java.util.List;
import java.util.function.Consumer;

/**
 * A forward pass that remembers what its backward pass needs. Both go block by block, so that what
 * is done with a block's gradients can be done while others are still computed.
 */
public interface RecordedPass {
  /** The network's result. */
  Tensor output();

  /**
   * Adds the derivative of a scalar to the gradient of every weight. Once per pass.
   *
   * @param gradient derivative of the scalar with respect to the output, of the same shape
   * @param finished told the names of weights whose gradients this pass does not touch any more, in
   *     the order of the pass
   */
  void backward(Tensor gradient, Consumer<List<String>> finished);
}
