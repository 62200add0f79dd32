package dev.spinrun.trainer.train.gradient;

import dev.spinrun.trainer.loss.LossReport;
import dev.spinrun.trainer.model.unet.UNet;
import java.util.List;
import java.util.function.Consumer;

/** Adds the gradients of a batch to the leaves of a model. */
public interface GradientPass {
  /**
   * Runs forward and backward over all micro-batches.
   *
   * @param step 1-based, for messages
   * @param model whose weights are leaves
   * @param scale what the loss is multiplied with before it is differentiated
   * @param finished told the names of weights whose gradients are complete, as they are
   * @throws DivergenceException if a loss is not finite
   */
  LossReport accumulate(
      int step, UNet model, List<MicroBatch> parts, double scale, Consumer<List<String>> finished);
}
