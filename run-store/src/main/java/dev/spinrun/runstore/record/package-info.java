/**
 * The small JSON documents of a run: manifests, opponents, summaries, progress, outcomes and last
 * words.
 *
 * <p>Knows their fields and what makes them valid. Must not know where they are stored. Start
 * reading at {@link dev.spinrun.runstore.record.Manifest} and {@link
 * dev.spinrun.runstore.record.OpponentRecord}.
 */
@NullMarked
package dev.spinrun.runstore.record;

import org.jspecify.annotations.NullMarked;
