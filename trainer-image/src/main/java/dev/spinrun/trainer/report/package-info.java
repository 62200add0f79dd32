/**
 * What is said of a candidate: statistics over prompts, comparisons pair by pair, the gallery.
 *
 * <p>Knows numbers and pictures. Must not know models, tensors or where anything is stored. Start
 * reading at {@link dev.spinrun.trainer.report.Summaries}.
 */
@NullMarked
package dev.spinrun.trainer.report;

import org.jspecify.annotations.NullMarked;
