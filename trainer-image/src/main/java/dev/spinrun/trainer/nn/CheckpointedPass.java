package dev.spinrun.trainer.nn;

import dev.spinrun.trainer.tensor.GradientRecording;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps the results of blocks alone, and records one block at a time in the backward pass. */
final class CheckpointedPass implements RecordedPass {
  private final CompiledNetwork network;
  private final BoundNetwork bound;
  private final Scope scope;
  private final Tracked tracked;
  private final @Nullable Tensor[] values;
  private final @Nullable Tensor[] gradients;

  private CheckpointedPass(
      CompiledNetwork network, BoundNetwork bound, Scope scope, List<Tensor> inputs) {
    this.network = network;
    this.bound = bound;
    this.scope = scope;
    this.tracked = new Tracked(network, bound);
    this.values = inputs.toArray(new Tensor[network.slots()]);
    this.gradients = new Tensor[network.slots()];
  }

  static CheckpointedPass run(
      CompiledNetwork network, BoundNetwork bound, Scope scope, List<Tensor> inputs) {
    CheckpointedPass pass = new CheckpointedPass(network, bound, scope, inputs);
    for (int i = 0; i < network.steps().size(); i++) {
      ProgramStep step = network.steps().get(i);
      List<Tensor> arguments = step.inputs().stream().map(pass::value).toList();
      pass.values[step.output()] = bound.call(i, scope, arguments);
    }
    return pass;
  }

  @Override
  public Tensor output() {
    return value(network.result());
  }

  @Override
  public void backward(Tensor gradient, Consumer<List<String>> finished) {
    gradients[network.result()] = gradient;
    for (int i = network.steps().size() - 1; i >= 0; i--) {
      int result = network.steps().get(i).output();
      if (tracked.isResultOf(i)) {
        Tensor ofResult =
            Objects.requireNonNull(gradients[result], "each block is read by a later");
        try (Scope block = Scope.open()) {
          backward(i, block, ofResult);
        }
        if (result != network.result()) {
          ofResult.close();
        }
      }
      if (result != network.result()) {
        value(result).close();
      }
      finished.accept(network.steps().get(i).weights());
    }
  }

  private void backward(int step, Scope block, Tensor gradient) {
    Map<Integer, Tensor> leaves = new LinkedHashMap<>();
    List<Tensor> arguments =
        network.steps().get(step).inputs().stream()
            .map(
                slot ->
                    tracked.isSlot(slot)
                        ? leaves.computeIfAbsent(slot, s -> value(s).leaf(block))
                        : value(slot))
            .toList();
    try (GradientRecording recording = GradientRecording.start()) {
      bound.call(step, block, arguments).backward(gradient);
    }
    leaves.forEach((slot, leaf) -> add(slot, leaf.gradient(block)));
  }

  private void add(int slot, Tensor gradient) {
    Tensor sum = gradients[slot];
    if (sum == null) {
      gradients[slot] = scope.keep(gradient);
    } else {
      gradients[slot] = network.sum(scope, sum, gradient);
      sum.close();
    }
  }

  private Tensor value(int slot) {
    return Objects.requireNonNull(values[slot]);
  }
}
