/**
 * The SpinRun resource as Kubernetes knows it.
 *
 * <p>Knows fields, their limits, defaults and words of explanation: the CRD and the reference page
 * are generated from here. Must not know the run store or what an operator does with a field. Start
 * reading at {@link dev.spinrun.crds.SpinRunSpec}.
 */
@NullMarked
package dev.spinrun.crds;

import org.jspecify.annotations.NullMarked;
