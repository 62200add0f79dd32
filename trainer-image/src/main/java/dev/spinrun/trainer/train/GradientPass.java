package dev.spinrun.trainer.train;

import dev.spinrun.trainer.loss.LossReport;
import java.util.List;

/** Adds the gradients of a batch to the parameters. */
interface GradientPass {
  /**
   * Runs forward and backward over all micro-batches.
   *
   * @param step 1-based, for messages
   * @throws DivergenceException if a loss is not finite
   */
  LossReport accumulate(int step, List<MicroBatch> parts);
}
