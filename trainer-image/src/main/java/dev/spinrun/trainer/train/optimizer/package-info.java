/**
 * What do gradients make of weights?
 *
 * <p>Knows AdamW, learning rates, averages of weights and the scale of a loss in half precision.
 * Must not know what the weights are of. Start reading at {@link
 * dev.spinrun.trainer.train.optimizer.AdamW}.
 */
@NullMarked
package dev.spinrun.trainer.train.optimizer;

import org.jspecify.annotations.NullMarked;
