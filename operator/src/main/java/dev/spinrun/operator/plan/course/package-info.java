/**
 * How does the record of a run move on? Iterations, stages and attempts, their plans, results and
 * ends.
 *
 * <p>Knows the order of things in a run. Must not know why something failed or is promoted. Start
 * reading at {@link dev.spinrun.operator.plan.course.Progression}.
 */
@NullMarked
package dev.spinrun.operator.plan.course;

import org.jspecify.annotations.NullMarked;
