/**
 * How is a candidate measured?
 *
 * <p>Knows images drawn of the prompts, their scores, the sum of all shards and the gallery. Must
 * not know what follows from a score. Start reading at {@link
 * dev.spinrun.trainer.stage.evaluate.EvaluateStage}.
 */
@NullMarked
package dev.spinrun.trainer.stage.evaluate;

import org.jspecify.annotations.NullMarked;
