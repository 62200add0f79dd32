/**
 * What will an iteration cost?
 *
 * <p>Knows how often each network runs in each stage, and what a run of it takes, from the
 * networks' own definitions. Must not know weights, stores or devices. Start reading at {@link
 * dev.spinrun.trainer.cost.StageWork}.
 */
@NullMarked
package dev.spinrun.trainer.cost;

import org.jspecify.annotations.NullMarked;
