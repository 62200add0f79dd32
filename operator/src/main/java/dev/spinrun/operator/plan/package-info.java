/**
 * What to do, decided from what was observed: a pure function, composed of small policies tried in
 * a fixed order.
 *
 * <p>Each sub-package answers one question. Must not know a client, a thread or a clock. Start
 * reading at {@link dev.spinrun.operator.plan.Planner}.
 */
@NullMarked
package dev.spinrun.operator.plan;

import org.jspecify.annotations.NullMarked;
