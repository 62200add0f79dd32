/**
 * The towers of CLIP, and the text encoder of Stable Diffusion, which is one of them.
 *
 * <p>A model is a config record, a {@link dev.spinrun.trainer.nn.Network} over it, and a class that
 * loads and runs it; as in the packages beside this one. Must not know the other models. Start
 * reading at {@link dev.spinrun.trainer.model.clip.TextEncoder}.
 */
@NullMarked
package dev.spinrun.trainer.model.clip;

import org.jspecify.annotations.NullMarked;
