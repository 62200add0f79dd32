/**
 * The noise predictor of Stable Diffusion, which is what is trained.
 *
 * <p>Knows its levels, attention to text and how it is written for others to load. Must not know
 * the other models. Start reading at {@link dev.spinrun.trainer.model.unet.UNet}.
 */
@NullMarked
package dev.spinrun.trainer.model.unet;

import org.jspecify.annotations.NullMarked;
