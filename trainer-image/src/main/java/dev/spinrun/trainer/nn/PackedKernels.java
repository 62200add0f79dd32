package dev.spinrun.trainer.nn;

import dev.spinrun.trainer.nn.Layer.Conv2d;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Script;
import dev.spinrun.trainer.tensor.ScriptCall;
import dev.spinrun.trainer.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Convolution kernels in the order of oneDNN's loops.
 *
 * <p>Given a kernel [out, in, K, K], oneDNN reorders it in every call; with small images that is a
 * twelfth of a forward pass of Stable Diffusion 1.5. Kernels of 1 x 1 stay: libtorch computes with
 * some of them itself, and a packed one would change the last bits of the result. With larger ones
 * it does so for single small images alone.
 */
final class PackedKernels {
  private static final String PACK =
      """
      def pack(self, w: Tensor, stride: int, padding: int) -> Tensor:
        return torch.mkldnn_reorder_conv2d_weight(
          torch.to_mkldnn(w), [padding, padding], [stride, stride], [1, 1], 1)
      """;

  /** Builds of libtorch for other processors may lack oneDNN. */
  private static final boolean IS_AVAILABLE =
      List.of("amd64", "x86_64").contains(System.getProperty("os.arch"));

  private PackedKernels() {}

  /**
   * The weights with their kernels packed, for predictions alone. Kernels that are in memory only
   * stay: packed, they would be there twice. On a GPU that is all of them.
   */
  static Weights of(Scope scope, Weights weights, List<Conv2d> convolutions) {
    if (!IS_AVAILABLE) {
      return weights;
    }
    Script script = Script.compile(scope, List.of(PACK));
    Map<String, Tensor> packed = new LinkedHashMap<>(weights.byName());
    for (Conv2d layer : convolutions) {
      Tensor kernel = weights.get(layer.weight());
      if (layer.kernel() > 1 && kernel.isInFile()) {
        ScriptCall pack = script.call("pack").tensor(kernel);
        packed.put(
            layer.weight(), pack.integer(layer.stride()).integer(layer.padding()).one(scope));
        kernel.dropPages();
      }
    }
    return new Weights(packed);
  }
}
