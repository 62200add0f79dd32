/**
 * What to do, decided from what was observed: a pure function, composed of small policies tried in
 * a fixed order.
 *
 * <p>Knows the way of a run and the words in which it is told. Must not know a client, a thread or
 * a clock. Start reading at {@link dev.spinrun.operator.plan.Planner}.
 */
@NullMarked
package dev.spinrun.operator.plan;

import org.jspecify.annotations.NullMarked;
