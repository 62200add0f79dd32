/**
 * What training minimises.
 *
 * <p>Knows: errors of predictions and the losses over them, in fp32. Must not know: networks, data
 * or optimizers. Start with {@link dev.spinrun.trainer.loss.PreferenceLoss}.
 */
@NullMarked
package dev.spinrun.trainer.loss;

import org.jspecify.annotations.NullMarked;
