package dev.spinrun.trainer.cost;

import dev.spinrun.contract.settings.Method;
import dev.spinrun.contract.settings.Train;
import dev.spinrun.trainer.nn.Activations;
import dev.spinrun.trainer.nn.Precision;
import dev.spinrun.trainer.nn.memory.NetworkMemory;

/**
 * Bytes that a worker of a training takes at its peak.
 *
 * @param unet that is trained
 * @param text weights of the text encoder in fp32
 */
public record TrainingMemory(UNetMemory unet, long text, Place place) {
  private static final int MOMENTS = 2;

  /** With these settings. */
  public long peak(Method method, Train train) {
    int rank = train.lora() == null ? 0 : train.lora().rank();
    Precision precision = place.precision(train.mixedPrecision());
    Activations activations =
        train.gradientCheckpointing() ? Activations.RECOMPUTED : Activations.KEPT;
    int images = train.microBatchSize() * (method == Method.SFT ? 1 : 2);
    NetworkMemory passes = unet.trained(images, precision, rank);
    // Gradients are in fp32, as is everything that a weight has.
    long copies = 1L + MOMENTS + (train.ema().value() > 0 ? 1 : 0);
    boolean isSingle = train.batchSize() == train.microBatchSize() * train.workers();
    return place.peak(
        text + copies * passes.gradientBytes() + opponent(method, rank > 0, precision, activations),
        isSingle ? passes.onlyPassBytes(activations) : passes.furtherPassBytes(activations));
  }

  /** The form in which the opponent's weights lie beside those trained. Mirrors: Learner. */
  private long opponent(
      Method method, boolean isShared, Precision precision, Activations activations) {
    boolean isReference = method != Method.SFT;
    boolean givesBackFile = place == Place.CPU && isReference && !isShared && !precision.isHalf();
    if (givesBackFile) {
      return activations == Activations.KEPT ? unet.packedKernels() : 0;
    }
    return unet.weights() + (isReference || isShared ? unet.narrowCopy(precision) : 0);
  }
}
