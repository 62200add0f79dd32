/**
 * The training of one iteration.
 *
 * <p>Knows the loop, the order of data, adapters, several workers and exact resume. Must not know
 * where examples and checkpoints are stored. Start reading at {@link
 * dev.spinrun.trainer.train.Trainer}.
 */
@NullMarked
package dev.spinrun.trainer.train;

import org.jspecify.annotations.NullMarked;
