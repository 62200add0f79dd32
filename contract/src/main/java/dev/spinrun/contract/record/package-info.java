/**
 * The small JSON documents of a run: manifests, opponents, summaries, progress, outcomes and last
 * words.
 *
 * <p>Knows their fields and what makes them valid. Must not know where they are stored. Start
 * reading at {@link dev.spinrun.contract.record.Manifest} and {@link
 * dev.spinrun.contract.record.OpponentRecord}.
 */
@NullMarked
package dev.spinrun.contract.record;

import org.jspecify.annotations.NullMarked;
