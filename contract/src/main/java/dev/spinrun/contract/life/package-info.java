/**
 * How does a run live? The order of its stages, the plans of its iterations, what becomes of
 * candidates.
 *
 * <p>Knows settings, plans and records. Must not know what carries a stage out, why one failed or
 * who is told. Start reading at {@link dev.spinrun.contract.life.IterationInProgress}.
 */
@NullMarked
package dev.spinrun.contract.life;

import org.jspecify.annotations.NullMarked;
