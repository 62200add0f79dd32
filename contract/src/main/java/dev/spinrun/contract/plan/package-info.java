/**
 * The frozen settings of one iteration, written by the operator and obeyed by every stage of the
 * trainer.
 *
 * <p>Knows numbers, names and their legal ranges. Must not know Kubernetes types, tensors or I/O.
 * Start reading at {@link dev.spinrun.contract.plan.IterationPlan}.
 */
@NullMarked
package dev.spinrun.contract.plan;

import org.jspecify.annotations.NullMarked;
