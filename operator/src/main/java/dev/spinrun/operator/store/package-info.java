/**
 * Asks stores and works on them, on threads of its own.
 *
 * <p>Five nouns: a run has a <em>question</em>; a <em>round</em> does the run's tasks and reads the
 * answer; the <em>view</em> is the latest answer; between two rounds of a run is a <em>pause</em>;
 * the rounds of one endpoint share a <em>lane</em>, and those of one run never overlap.
 *
 * <p>Knows the run store, credentials and time-outs. Must not know what is decided from a view.
 * Start reading at {@link dev.spinrun.operator.store.StorePoller}.
 */
@NullMarked
package dev.spinrun.operator.store;

import org.jspecify.annotations.NullMarked;
