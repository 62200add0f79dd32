/**
 * What takes more than one process?
 *
 * <p>Knows how a check starts other processes of the trainer, and what those do that sum up. Must
 * not know reports. Start reading at {@link dev.spinrun.trainer.check.child.ChildProcess}.
 */
@NullMarked
package dev.spinrun.trainer.check.child;

import org.jspecify.annotations.NullMarked;
