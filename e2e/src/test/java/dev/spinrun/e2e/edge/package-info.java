/**
 * The edges of an operator, where each of its effects can be seen, refused, answered wrongly or
 * robbed of its reply.
 *
 * <p>Knows HTTP and the store's interface. Must not know what an operator should do. Start reading
 * at {@link dev.spinrun.e2e.edge.OperatorProcess} and {@link dev.spinrun.e2e.edge.EffectGate}.
 */
package dev.spinrun.e2e.edge;
