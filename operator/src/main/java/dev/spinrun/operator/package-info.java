/**
 * The operator: observe, plan, act, record.
 *
 * <p>Knows how its parts are put together and nothing else; it speaks with the trainer through the
 * run store alone. Must not know tensors. Start reading at {@link
 * dev.spinrun.operator.SpinRunReconciler}.
 */
@NullMarked
package dev.spinrun.operator;

import org.jspecify.annotations.NullMarked;
