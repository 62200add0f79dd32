/**
 * Pictures of 8 bits, and the latents that they become.
 *
 * <p>Knows ranges of values and batches. Must not know files of pictures. Start reading at {@link
 * dev.spinrun.trainer.diffusion.picture.PictureCodec}.
 */
@NullMarked
package dev.spinrun.trainer.diffusion.picture;

import org.jspecify.annotations.NullMarked;
