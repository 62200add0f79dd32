package dev.spinrun.trainer.nn.memory;

import dev.spinrun.trainer.nn.Activations;
import dev.spinrun.trainer.nn.Network;
import dev.spinrun.trainer.nn.Precision;
import dev.spinrun.trainer.tensor.Shape;
import java.util.List;
import java.util.function.Predicate;

/**
 * What passes through a network take of memory beside its weights, found without computing
 * anything.
 */
public final class NetworkMemory {
  private final List<BlockMemory> blocks;

  private NetworkMemory(List<BlockMemory> blocks) {
    this.blocks = blocks;
  }

  /** Of a network for inputs of these shapes that is not trained. */
  public static NetworkMemory of(Network network, List<Shape> inputs, Precision precision) {
    return of(network, inputs, precision, weight -> false);
  }

  /**
   * Of a network for inputs of these shapes.
   *
   * @param trained tells weights that are trained by their names
   */
  public static NetworkMemory of(
      Network network, List<Shape> inputs, Precision precision, Predicate<String> trained) {
    MemoryOps ops = new MemoryOps(precision, trained);
    List<Held> values = inputs.stream().map(shape -> Held.of(shape, Float.BYTES, false)).toList();
    return new NetworkMemory(ops.blocks(network.forward(ops, values)));
  }

  List<BlockMemory> blocks() {
    return blocks;
  }

  /** Bytes at the peak of a forward pass that nothing follows. */
  public long forwardBytes() {
    return blocks.stream().mapToLong(block -> block.alive() + block.passing()).max().orElse(0);
  }

  /** Bytes that stay between a forward pass and its backward pass. */
  public long keptBytes(Activations activations) {
    return blocks.stream().mapToLong(block -> kept(block, activations)).sum();
  }

  /** Bytes of the gradients of all weights. */
  public long gradientBytes() {
    return blocks.stream().mapToLong(BlockMemory::weights).sum();
  }

  /**
   * Bytes at the peak of a forward and a backward pass after which the optimizer steps at once,
   * gradients of weights among them: these come as values go.
   */
  public long onlyPassBytes(Activations activations) {
    return most(activations, 0, 1);
  }

  /** The same for one of several, which adds its gradients to those of the passes before it. */
  public long furtherPassBytes(Activations activations) {
    return most(activations, gradientBytes(), 0);
  }

  /**
   * The backward pass goes from the last block to the first.
   *
   * @param gradients of weights that are there before it
   * @param share of the gradients of a block that is there after the block and not before
   */
  private long most(Activations activations, long gradients, int share) {
    long held = keptBytes(activations) + gradients;
    long most = 0;
    for (int i = blocks.size() - 1; i >= 0; i--) {
      BlockMemory block = blocks.get(i);
      long again = isRecorded(block, activations) ? 0 : block.kept();
      most = Math.max(most, held + again + block.weights() + block.alive() + block.passing());
      held += share * block.weights() - kept(block, activations);
    }
    return most;
  }

  private static boolean isRecorded(BlockMemory block, Activations activations) {
    return activations == Activations.KEPT || block.light();
  }

  private static long kept(BlockMemory block, Activations activations) {
    return block.output() + (isRecorded(block, activations) ? block.kept() : 0);
  }
}
