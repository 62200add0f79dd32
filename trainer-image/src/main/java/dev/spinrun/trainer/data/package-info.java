/**
 * Data sets in, numbers out: images and captions, prompts, prepared and synthetic latents.
 *
 * <p>Knows file formats and sizes. Must not know models, losses or the run store's keys. Start
 * reading at {@link dev.spinrun.trainer.data.ImageFolder}.
 */
@NullMarked
package dev.spinrun.trainer.data;

import org.jspecify.annotations.NullMarked;
