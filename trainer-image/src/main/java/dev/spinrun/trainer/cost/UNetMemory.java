package dev.spinrun.trainer.cost;

import dev.spinrun.trainer.model.unet.UNet;
import dev.spinrun.trainer.model.unet.UNetConfig;
import dev.spinrun.trainer.nn.Declaration;
import dev.spinrun.trainer.nn.Precision;
import dev.spinrun.trainer.nn.memory.NetworkMemory;
import dev.spinrun.trainer.tensor.Shape;

/**
 * Bytes that a UNet takes.
 *
 * @param config the UNet
 * @param latent shape [C, H, W] of a latent
 * @param tokens of a text
 */
public record UNetMemory(UNetConfig config, Shape latent, int tokens) {
  private static final String ADAPTER = ".lora_";

  /** All weights in fp32. */
  long weights() {
    return UNet.declare(config).parameterCount() * Float.BYTES;
  }

  /** A copy of kernels and matrices in halves; 0 for fp32, which needs none. */
  long narrowCopy(Precision precision) {
    if (!precision.isHalf()) {
      return 0;
    }
    return precision.bytes()
        * UNet.declare(config).parameters().values().stream()
            .filter(shape -> shape.rank() > 1)
            .mapToLong(Shape::elements)
            .sum();
  }

  /** Kernels that are packed for predictions in fp32 on the CPU. */
  long packedKernels() {
    Declaration declared = UNet.declare(config);
    return declared.convolutions().stream()
        .filter(layer -> layer.kernel() > 1)
        .mapToLong(layer -> (long) layer.out() * layer.in() * layer.kernel() * layer.kernel())
        .map(elements -> elements * Float.BYTES)
        .sum();
  }

  /**
   * Passes of so many latents through a network that is trained.
   *
   * @param adapterRank of the adapters that are trained alone; 0 to train every weight
   */
  NetworkMemory trained(int latents, Precision precision, int adapterRank) {
    return UNet.memory(
        config,
        adapterRank,
        latent.prepend(latents),
        tokens,
        precision,
        name -> adapterRank == 0 || name.contains(ADAPTER));
  }

  /** The peak of a pass of so many latents through a network that is not trained. */
  long prediction(int latents, Precision precision) {
    return UNet.memory(config, 0, latent.prepend(latents), tokens, precision, name -> false)
        .forwardBytes();
  }
}
