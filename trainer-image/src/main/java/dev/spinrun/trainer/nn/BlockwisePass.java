package dev.spinrun.trainer.nn;

import dev.spinrun.trainer.tensor.GradientRecording;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts autograd's record between blocks: a result is handed on as a leaf that collects the gradient
 * for the block it came from. A block is recorded in the forward pass, or again in the backward
 * pass, for itself alone.
 */
final class BlockwisePass implements RecordedPass {
  private final CompiledNetwork network;
  private final BoundNetwork bound;
  private final Activations activations;
  private final Tracked tracked;
  private final @Nullable Tensor[] handedOn;
  private final @Nullable Tensor[] results;

  private BlockwisePass(
      CompiledNetwork network, BoundNetwork bound, List<Tensor> inputs, Activations activations) {
    this.network = network;
    this.bound = bound;
    this.activations = activations;
    this.tracked = new Tracked(network, bound);
    this.handedOn = inputs.toArray(new Tensor[network.slots()]);
    this.results = new Tensor[network.slots()];
  }

  static BlockwisePass run(
      CompiledNetwork network,
      BoundNetwork bound,
      Scope scope,
      List<Tensor> inputs,
      Activations activations) {
    BlockwisePass pass = new BlockwisePass(network, bound, inputs, activations);
    for (int i = 0; i < network.steps().size(); i++) {
      int slot = network.steps().get(i).output();
      Tensor result = pass.isRecorded(i) ? pass.record(i, scope) : pass.call(i, scope);
      pass.results[slot] = result;
      pass.handedOn[slot] = pass.tracked.isResultOf(i) ? result.leaf(scope) : result;
    }
    return pass;
  }

  /** Whether the forward pass records a block. */
  private boolean isRecorded(int step) {
    return activations == Activations.KEPT || network.steps().get(step).light();
  }

  private Tensor record(int step, Scope scope) {
    try (GradientRecording recording = GradientRecording.start()) {
      return call(step, scope);
    }
  }

  private Tensor call(int step, Scope scope) {
    List<Tensor> arguments =
        network.steps().get(step).inputs().stream()
            .map(slot -> Objects.requireNonNull(handedOn[slot]))
            .toList();
    return bound.call(step, scope, arguments);
  }

  @Override
  public Tensor output() {
    return Objects.requireNonNull(results[network.result()]);
  }

  @Override
  public void backward(Tensor gradient, Consumer<List<String>> finished) {
    for (int i = network.steps().size() - 1; i >= 0; i--) {
      ProgramStep step = network.steps().get(i);
      Tensor result = Objects.requireNonNull(results[step.output()]);
      if (tracked.isResultOf(i)) {
        Tensor leaf = Objects.requireNonNull(handedOn[step.output()]);
        try (Scope block = Scope.open()) {
          Tensor computed = isRecorded(i) ? result : record(i, block);
          computed.backward(step.output() == network.result() ? gradient : leaf.gradient(block));
        }
        leaf.close();
      }
      result.close();
      finished.accept(step.weights());
    }
  }
}
