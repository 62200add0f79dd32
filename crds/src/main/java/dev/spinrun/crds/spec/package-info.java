/**
 * What a user asks for: the parts of {@code spec}.
 *
 * <p>Wraps the settings of the contract, and adds what Kubernetes alone needs. A value read from a
 * cluster is complete. Must not know status. Start reading at {@link dev.spinrun.crds.SpinRunSpec}.
 */
@NullMarked
package dev.spinrun.crds.spec;

import org.jspecify.annotations.NullMarked;
