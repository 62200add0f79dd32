/**
 * How well a picture fits its prompt, as a number.
 *
 * <p>Knows: scorers and the exact preprocessing that each was trained with. Must not know: where
 * pictures come from or what is done with the numbers. Start with {@link
 * dev.spinrun.trainer.score.Scorer}.
 */
@NullMarked
package dev.spinrun.trainer.score;

import org.jspecify.annotations.NullMarked;
