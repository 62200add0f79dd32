/**
 * Which ways lead from noise to latents?
 *
 * <p>Knows a step of each sampler, and draws in batches. Must not know prompts or pictures. Start
 * reading at {@link dev.spinrun.trainer.diffusion.sampler.LatentSampler}.
 */
@NullMarked
package dev.spinrun.trainer.diffusion.sampler;

import org.jspecify.annotations.NullMarked;
