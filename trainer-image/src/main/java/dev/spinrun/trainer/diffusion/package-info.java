/**
 * The pipeline from a prompt to a picture.
 *
 * <p>Knows guidance and all of the packages below it. Must not know losses, training or where
 * pictures are stored. Start reading at {@link dev.spinrun.trainer.diffusion.TextToImage}.
 */
@NullMarked
package dev.spinrun.trainer.diffusion;

import org.jspecify.annotations.NullMarked;
