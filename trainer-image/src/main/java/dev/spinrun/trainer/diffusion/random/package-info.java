/**
 * Which random numbers belong to which purpose?
 *
 * <p>Knows counter-based streams with a name, so that a number depends on neither order nor batch.
 * Must not know samplers. Start reading at {@link
 * dev.spinrun.trainer.diffusion.random.RandomStream}.
 */
@NullMarked
package dev.spinrun.trainer.diffusion.random;

import org.jspecify.annotations.NullMarked;
