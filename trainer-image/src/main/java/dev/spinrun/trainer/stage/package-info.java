/**
 * The four stages of an iteration: each reads a plan, does one thing and commits one artefact.
 *
 * <p>Knows the run store and every layer of the trainer. Must not know Kubernetes or the command
 * line. Start reading at {@link dev.spinrun.trainer.stage.StageContext} and {@link
 * dev.spinrun.trainer.stage.TrainStage}.
 */
@NullMarked
package dev.spinrun.trainer.stage;

import org.jspecify.annotations.NullMarked;
