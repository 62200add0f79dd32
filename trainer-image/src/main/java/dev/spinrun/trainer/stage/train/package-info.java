/**
 * How does the candidate learn, and what can be seen of it meanwhile?
 *
 * <p>Knows training checkpoints, rejected images, metrics and events. Must not know formulas, which
 * are in {@link dev.spinrun.trainer.train}, nor another stage. Start reading at {@link
 * dev.spinrun.trainer.stage.train.TrainStage}.
 */
@NullMarked
package dev.spinrun.trainer.stage.train;

import org.jspecify.annotations.NullMarked;
