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

  BoundNetwork(CompiledNetwork network, List<TensorList> weights) {
    this.network = network;
    this.weights = weights;
  }

  /** Runs the network; the result belongs to the scope, the inputs stay the caller's. */
  public Tensor run(Scope scope, List<Tensor> inputs) {
    return run(scope, inputs, BoundNetwork::ignore);
  }

  private static void ignore(String block, Tensor value) {}

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
      ScriptCall call = network.script().call(step.method()).tensors(weights.get(i));
      step.inputs().forEach(slot -> call.tensor(values[slot]));
      values[step.output()] = call.one(scope);
      observer.accept(step.block(), values[step.output()]);
      step.freed().forEach(slot -> values[slot].close());
    }
    return values[network.result()];
  }
}
