/**
 * What people and the operator itself read of a run: the parts of {@code status}.
 *
 * <p>Knows values and their bounds. Must not know how they are decided. Start reading at {@link
 * dev.spinrun.crds.status.Phase} and {@link dev.spinrun.crds.status.IterationResult}.
 */
@NullMarked
package dev.spinrun.crds.status;

import org.jspecify.annotations.NullMarked;
