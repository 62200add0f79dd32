/**
 * Where does a run stand? Everything that was observed, as the policies ask for it.
 *
 * <p>Knows spec, status, Jobs, pods and what the store holds. Must not decide. Start reading at
 * {@link dev.spinrun.operator.plan.situation.Situation}.
 */
@NullMarked
package dev.spinrun.operator.plan.situation;

import org.jspecify.annotations.NullMarked;
