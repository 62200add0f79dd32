/**
 * Prepared and synthetic examples as files of rows.
 *
 * <p>Knows parts, indices and their sizes. Must not know where the files come from. Start reading
 * at {@link dev.spinrun.trainer.data.prepared.PreparedData}.
 */
@NullMarked
package dev.spinrun.trainer.data.prepared;

import org.jspecify.annotations.NullMarked;
