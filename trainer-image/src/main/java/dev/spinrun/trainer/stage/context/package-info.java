/**
 * What is a stage given, and how does it report, stop, fail and commit?
 *
 * <p>Knows the plan, the run's store and the fields that name inputs. Must not know what any stage
 * does. Start reading at {@link dev.spinrun.trainer.stage.context.StageContext}.
 */
@NullMarked
package dev.spinrun.trainer.stage.context;

import org.jspecify.annotations.NullMarked;
