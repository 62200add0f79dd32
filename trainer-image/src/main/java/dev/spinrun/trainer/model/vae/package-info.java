/**
 * The autoencoder of Stable Diffusion: pictures to latents and back.
 *
 * <p>Knows scaled latents and their posterior. Must not know the other models. Start reading at
 * {@link dev.spinrun.trainer.model.vae.Autoencoder}.
 */
@NullMarked
package dev.spinrun.trainer.model.vae;

import org.jspecify.annotations.NullMarked;
