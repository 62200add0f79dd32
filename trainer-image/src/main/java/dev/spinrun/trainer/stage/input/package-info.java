/**
 * What do several stages read, and is it what its field asks for?
 *
 * <p>Knows base models, scorers, prompts, opponents and the prepared data as they come to the local
 * disk. Must not know which stage asks. Start reading at {@link
 * dev.spinrun.trainer.stage.input.InputFolder}.
 */
@NullMarked
package dev.spinrun.trainer.stage.input;

import org.jspecify.annotations.NullMarked;
