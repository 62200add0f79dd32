package dev.spinrun.trainer.nn;

import java.util.List;

/**
 * The call of one block's script between slots that hold values.
 *
 * @param block path of the block's module
 * @param light whether it is a {@link Ops#lightBlock}
 * @param weights names of its weights, in the script's order
 * @param freed slots that no later step reads
 */
record ProgramStep(
    String block,
    boolean light,
    String method,
    List<String> weights,
    List<Integer> inputs,
    int output,
    List<Integer> freed) {
  ProgramStep freeing(List<Integer> slots) {
    return new ProgramStep(block, light, method, weights, inputs, output, slots);
  }
}
