package dev.spinrun.trainer.nn;

import dev.spinrun.trainer.nn.Layer.Conv2d;
import dev.spinrun.trainer.nn.ScriptCompiler.Program;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Script;
import dev.spinrun.trainer.tensor.TensorList;
import java.util.List;

/** A network's scripts without weights: bound to several sets of weights, they are shared. */
public final class CompiledNetwork {
  private final Program program;
  private final Script script;

  CompiledNetwork(Program program, Script script) {
    this.program = program;
    this.script = script;
  }

  /** This network with weights, usable while the scope is open. */
  public BoundNetwork bind(Scope scope, Weights weights) {
    List<TensorList> lists =
        steps().stream()
            .map(step -> step.weights().stream().map(weights::get).toList())
            .map(tensors -> TensorList.of(scope, tensors))
            .toList();
    return new BoundNetwork(this, lists);
  }

  /**
   * This network with weights for predictions alone, of which it keeps a copy in the order of the
   * CPU's loops in place of the kernels in files.
   *
   * @param convolutions of the network
   */
  public BoundNetwork bindPacked(Scope scope, Weights weights, List<Conv2d> convolutions) {
    return bind(scope, PackedKernels.of(scope, weights, convolutions));
  }

  List<String> inputs() {
    return program.inputs();
  }

  Script script() {
    return script;
  }

  List<ProgramStep> steps() {
    return program.steps();
  }

  int slots() {
    return program.slots();
  }

  int result() {
    return program.result();
  }
}
