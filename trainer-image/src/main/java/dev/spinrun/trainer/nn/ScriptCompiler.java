package dev.spinrun.trainer.nn;

import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Script;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Turns a network into one script method per block and the order in which to call them.
 *
 * <p>Why per block: as fast as one script for the whole network, faster than one call per operation
 * (docs/decisions/0001), and intermediate values can be freed between calls. Blocks with equal text
 * share a method.
 */
public final class ScriptCompiler {
  private final Map<Symbol, Integer> slots = new HashMap<>();
  private final Map<String, String> methodsByText = new LinkedHashMap<>();
  private final List<ProgramStep> steps = new ArrayList<>();

  private final Precision precision;

  private ScriptCompiler(Precision precision) {
    this.precision = precision;
  }

  /** Compiles a network that computes in fp32; the scripts live as long as the scope. */
  public static CompiledNetwork compile(Scope scope, Network network) {
    return compile(scope, network, Precision.FP32);
  }

  /** Compiles a network; the scripts live as long as the scope. */
  public static CompiledNetwork compile(Scope scope, Network network, Precision precision) {
    Program program = translate(network, precision);
    return new CompiledNetwork(program, Script.compile(scope, program.methods()));
  }

  /** Writes a network's scripts; nothing is compiled. */
  static Program translate(Network network, Precision precision) {
    return new ScriptCompiler(precision).run(network);
  }

  /**
   * Scripts and the order of their calls, which hand on values in slots.
   *
   * @param inputs names of the network's inputs, which lie in the first slots
   * @param methods complete TorchScript methods
   * @param slots how many there are
   * @param result slot of the network's result
   */
  record Program(
      List<String> inputs, List<String> methods, List<ProgramStep> steps, int slots, int result) {}

  private Program run(Network network) {
    List<Symbol> inputs = network.inputs().stream().map(Symbol::new).toList();
    inputs.forEach(input -> slots.put(input, slots.size()));
    Symbol result = network.forward(BlockEmitter.between(this::place), inputs);
    List<String> methods =
        methodsByText.entrySet().stream().map(e -> "def " + e.getValue() + e.getKey()).toList();
    return new Program(
        network.inputs(),
        methods,
        withFreedSlots(inputs.size(), slot(result)),
        slots.size(),
        slot(result));
  }

  private Symbol place(
      String name,
      boolean light,
      List<Symbol> inputs,
      BiFunction<Ops<Symbol>, List<Symbol>, Symbol> body) {
    BlockEmitter emitter = BlockEmitter.inside(precision);
    List<Symbol> arguments = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      arguments.add(BlockEmitter.input(i));
    }
    Symbol result = body.apply(emitter, Collections.unmodifiableList(arguments));
    String text = emitter.text(inputs.size(), result);
    String method = methodsByText.computeIfAbsent(text, t -> "block" + methodsByText.size());
    List<Integer> read = inputs.stream().map(this::slot).toList();
    Symbol output = new Symbol("result of " + name);
    if (slots.putIfAbsent(output, slots.size()) != null) {
      throw new IllegalStateException("The network has two blocks named `" + name + "`.");
    }
    steps.add(
        new ProgramStep(
            name, light, method, List.copyOf(emitter.weights()), read, slot(output), List.of()));
    return output;
  }

  private int slot(Symbol symbol) {
    Integer slot = slots.get(symbol);
    if (slot == null) {
      throw new IllegalStateException(
          "`" + symbol.name() + "` is a value inside of a block; only results leave a block.");
    }
    return slot;
  }

  /** Every slot but the inputs and the result is freed by the step that reads it last. */
  private List<ProgramStep> withFreedSlots(int inputs, int result) {
    int[] lastReader = new int[slots.size()];
    Arrays.fill(lastReader, -1);
    for (int i = 0; i < steps.size(); i++) {
      for (int slot : steps.get(i).inputs()) {
        lastReader[slot] = i;
      }
    }
    List<ProgramStep> complete = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      ProgramStep step = steps.get(i);
      int reader = i;
      List<Integer> freed =
          step.inputs().stream()
              .distinct()
              .filter(slot -> slot >= inputs && slot != result && lastReader[slot] == reader)
              .toList();
      complete.add(step.freeing(freed));
    }
    return List.copyOf(complete);
  }
}
