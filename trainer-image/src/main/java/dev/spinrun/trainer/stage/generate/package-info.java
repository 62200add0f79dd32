/**
 * How does the opponent draw the images that are to be rejected?
 *
 * <p>Knows shards of prompts. Must not know another stage. Start reading at {@link
 * dev.spinrun.trainer.stage.generate.GenerateStage}.
 */
@NullMarked
package dev.spinrun.trainer.stage.generate;

import org.jspecify.annotations.NullMarked;
