/**
 * What is to be done now? One rule for each fact that leads to a decision, tried in the order of
 * {@link dev.spinrun.operator.plan.Planner}.
 *
 * <p>Knows all of the above. Must not know a client, a thread or a clock. Start reading at {@link
 * dev.spinrun.operator.plan.policy.StagePolicy}.
 */
@NullMarked
package dev.spinrun.operator.plan.policy;

import org.jspecify.annotations.NullMarked;
