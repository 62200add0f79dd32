/**
 * Why did a Job fail, and what follows?
 *
 * <p>Knows pods, exit codes and budgets of retries. Must not know promotions. Start reading at
 * {@link dev.spinrun.operator.plan.failure.Diagnosis}.
 */
@NullMarked
package dev.spinrun.operator.plan.failure;

import org.jspecify.annotations.NullMarked;
