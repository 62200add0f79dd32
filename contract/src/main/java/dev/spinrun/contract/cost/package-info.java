/**
 * What does an iteration cost?
 *
 * <p>Knows how often each network runs in each stage, given what a run of it takes. Must not know
 * networks, stores or devices. Start reading at {@link dev.spinrun.contract.cost.StageWork}.
 */
@NullMarked
package dev.spinrun.contract.cost;

import org.jspecify.annotations.NullMarked;
