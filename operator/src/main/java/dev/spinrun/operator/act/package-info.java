/**
 * Carries out what was planned, and tells about it.
 *
 * <p>Knows the Kubernetes client and the store poller. Must not decide anything. Start reading at
 * {@link dev.spinrun.operator.act.Actor}.
 */
@NullMarked
package dev.spinrun.operator.act;

import org.jspecify.annotations.NullMarked;
