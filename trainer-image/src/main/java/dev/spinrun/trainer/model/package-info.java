/**
 * The networks of Stable Diffusion 1.5 and of CLIP, with diffusers' and transformers' names.
 *
 * <p>Knows: their configuration files, architecture, tensor names and how to load them from a
 * folder. Must not know: sampling, losses or training. A model is a config record, a {@link
 * dev.spinrun.trainer.nn.Network} over it, and a class that loads and runs it. Start with {@code
 * UNet}.
 */
@NullMarked
package dev.spinrun.trainer.model;

import org.jspecify.annotations.NullMarked;
