package dev.spinrun.trainer.nn;

import dev.spinrun.trainer.tensor.GradientRecording;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps autograd's record of every block. Between blocks it is cut: a result is handed on as a leaf
 * that collects the gradient for the block it came from.
 */
final class KeptPass implements RecordedPass {
  private final CompiledNetwork network;
  private final @Nullable Tensor[] handedOn;
  private final @Nullable Tensor[] results;
  private final Tracked tracked;

  private KeptPass(CompiledNetwork network, BoundNetwork bound, List<Tensor> inputs) {
    this.network = network;
    this.tracked = new Tracked(network, bound);
    this.handedOn = inputs.toArray(new Tensor[network.slots()]);
    this.results = new Tensor[network.slots()];
  }

  static KeptPass run(
      CompiledNetwork network, BoundNetwork bound, Scope scope, List<Tensor> inputs) {
    KeptPass pass = new KeptPass(network, bound, inputs);
    try (GradientRecording recording = GradientRecording.start()) {
      for (int i = 0; i < network.steps().size(); i++) {
        ProgramStep step = network.steps().get(i);
        List<Tensor> arguments =
            step.inputs().stream()
                .map(slot -> Objects.requireNonNull(pass.handedOn[slot]))
                .toList();
        Tensor result = bound.call(i, scope, arguments);
        pass.results[step.output()] = result;
        pass.handedOn[step.output()] = pass.tracked.isResultOf(i) ? result.leaf(scope) : result;
      }
    }
    return pass;
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
          result.backward(step.output() == network.result() ? gradient : leaf.gradient(block));
        }
        leaf.close();
      }
      result.close();
      finished.accept(step.weights());
    }
  }
}
