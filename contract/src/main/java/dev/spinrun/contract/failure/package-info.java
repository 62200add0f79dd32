/**
 * How a stage tells that it failed, and what a failure leads to.
 *
 * <p>Knows exit codes, last words and retry budgets. Must not know operator or trainer. Start
 * reading at {@link dev.spinrun.contract.failure.FailureClass}.
 */
@NullMarked
package dev.spinrun.contract.failure;

import org.jspecify.annotations.NullMarked;
