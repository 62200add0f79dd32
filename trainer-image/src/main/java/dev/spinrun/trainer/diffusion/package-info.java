/**
 * Noise, the ways back from it, and the pipeline from a prompt to a picture.
 *
 * <p>Knows: noise schedules, samplers, guidance, seeded randomness, latents and 8-bit pictures.
 * Must not know: losses, training or where pictures are stored. Start with {@link
 * dev.spinrun.trainer.diffusion.TextToImage}.
 */
@NullMarked
package dev.spinrun.trainer.diffusion;

import org.jspecify.annotations.NullMarked;
