/**
 * What can be decided: effects on cluster and store, the status, the reason that people read.
 *
 * <p>Knows words and their effects. Must not know when they apply. Start reading at {@link
 * dev.spinrun.operator.plan.decision.Decision}.
 */
@NullMarked
package dev.spinrun.operator.plan.decision;

import org.jspecify.annotations.NullMarked;
