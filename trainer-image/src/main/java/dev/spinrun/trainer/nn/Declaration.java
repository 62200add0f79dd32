package dev.spinrun.trainer.nn;

import dev.spinrun.trainer.nn.Layer.Conv2d;
import dev.spinrun.trainer.tensor.Shape;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * What a network consists of, found without computing anything.
 *
 * @param parameters name and shape of every parameter, in order of first use
 * @param convolutions in order of use
 * @param flops multiplications plus additions of convolutions, linear layers and attention in one
 *     forward pass with the given input shapes
 */
public record Declaration(
    Map<String, Shape> parameters, List<Conv2d> convolutions, Shape output, double flops) {
  public Declaration {
    parameters = Collections.unmodifiableMap(parameters);
    convolutions = List.copyOf(convolutions);
  }

  /** Declares a network for inputs of these shapes; a size that does not fit is refused by name. */
  public static Declaration of(Network network, List<Shape> inputs) {
    DeclaringOps ops = new DeclaringOps();
    Shape output = network.forward(ops, inputs);
    return new Declaration(ops.parameters(), ops.convolutions(), output, ops.flops());
  }

  /** Number of weights. */
  public long parameterCount() {
    return parameters.values().stream().mapToLong(Shape::elements).sum();
  }
}
