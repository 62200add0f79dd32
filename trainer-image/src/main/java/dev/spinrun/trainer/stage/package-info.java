/**
 * Which stage runs, and which class of failure is what it throws?
 *
 * <p>Knows the four stages of an iteration: each reads a plan, does one thing and commits one
 * artefact. Must not know Kubernetes or the command line. Start reading at {@link
 * dev.spinrun.trainer.stage.Stages}.
 */
@NullMarked
package dev.spinrun.trainer.stage;

import org.jspecify.annotations.NullMarked;
