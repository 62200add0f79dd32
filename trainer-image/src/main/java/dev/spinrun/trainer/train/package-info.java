/**
 * The training of one iteration.
 *
 * <p>Knows: the loop, its optimizer, schedules, averages, order of data, randomness and exact
 * resume. Must not know: where examples and checkpoints are stored. Start with {@link
 * dev.spinrun.trainer.train.Trainer}.
 */
@NullMarked
package dev.spinrun.trainer.train;

import org.jspecify.annotations.NullMarked;
