/**
 * How does a data set become the prepared data of a run?
 *
 * <p>Knows the check of all inputs, and pictures and captions on their way into latents and
 * embeddings. Must not know another stage. Start reading at {@link
 * dev.spinrun.trainer.stage.prepare.PrepareStage}.
 */
@NullMarked
package dev.spinrun.trainer.stage.prepare;

import org.jspecify.annotations.NullMarked;
