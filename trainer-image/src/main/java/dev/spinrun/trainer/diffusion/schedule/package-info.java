/**
 * How much noise has a latent at a timestep, and which timesteps are visited?
 *
 * <p>Knows the scheduler_config of a model. Must not know how noise is taken away. Start reading at
 * {@link dev.spinrun.trainer.diffusion.schedule.NoiseSchedule}.
 */
@NullMarked
package dev.spinrun.trainer.diffusion.schedule;

import org.jspecify.annotations.NullMarked;
