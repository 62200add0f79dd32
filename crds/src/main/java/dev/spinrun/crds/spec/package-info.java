/**
 * What a user asks for: the parts of {@code spec}.
 *
 * <p>Knows limits and defaults as the API server enforces them; a value read from a cluster is
 * complete. Must not know status. Start reading at {@link dev.spinrun.crds.spec.Train}.
 */
@NullMarked
package dev.spinrun.crds.spec;

import org.jspecify.annotations.NullMarked;
