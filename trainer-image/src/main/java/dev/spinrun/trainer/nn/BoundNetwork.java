package dev.spinrun.trainer.nn;

import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.ScriptCall;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.tensor.TensorList;
import java.util.List;
import java.util.function.BiConsumer;

/** A compiled network with its weights: computes. */
public final class BoundNetwork {
  private final CompiledNetwork network;
  private final List<TensorList> weights;
  private final boolean droppingPages;

  BoundNetwork(CompiledNetwork network, List<TensorList> weights) {
    this(network, weights, false);
  }

  private BoundNetwork(CompiledNetwork network, List<TensorList> weights, boolean droppingPages) {
    this.network = network;
    this.weights = weights;
    this.droppingPages = droppingPages;
  }

  /** The same, giving back the memory of a block's weights as soon as it has run. */
  public BoundNetwork droppingPages() {
    return new BoundNetwork(network, weights, true);
  }

  /** Runs the network; the result belongs to the scope, the inputs stay the caller's. */
  public Tensor run(Scope scope, List<Tensor> inputs) {
    return run(scope, inputs, BoundNetwork::ignore);
  }

  private static void ignore(String block, Tensor value) {}

  /** Runs the network so that a backward pass can follow, with all inputs as constants. */
  public RecordedPass record(Scope scope, List<Tensor> inputs, Activations activations) {
    return BlockwisePass.run(network, this, scope, inputs, activations);
  }

  /** Whether a step reads a weight that collects a gradient. */
  boolean isTrained(int step) {
    return weights.get(step).tensors().stream().anyMatch(Tensor::isLeaf);
  }

  /** The result of one step. */
  Tensor call(int step, Scope scope, List<Tensor> arguments) {
    ScriptCall call =
        network.script().call(network.steps().get(step).method()).tensors(weights.get(step));
    arguments.forEach(call::tensor);
    return call.one(scope);
  }

  /**
   * Runs the network and shows the result of each block.
   *
   * @param observer given the block's name and its result, which it must not keep
   */
  public Tensor run(Scope scope, List<Tensor> inputs, BiConsumer<String, Tensor> observer) {
    if (inputs.size() != network.inputs().size()) {
      throw new IllegalArgumentException(
          "The network takes %s, but got %d values.".formatted(network.inputs(), inputs.size()));
    }
    Tensor[] values = inputs.toArray(new Tensor[network.slots()]);
    for (int i = 0; i < weights.size(); i++) {
      ProgramStep step = network.steps().get(i);
      List<Tensor> arguments = step.inputs().stream().map(slot -> values[slot]).toList();
      values[step.output()] = call(i, scope, arguments);
      if (droppingPages) {
        weights.get(i).tensors().forEach(Tensor::dropPages);
      }
      observer.accept(step.block(), values[step.output()]);
      step.freed().forEach(slot -> values[slot].close());
    }
    return values[network.result()];
  }
}
