/**
 * Measures the trainer for {@code make bench-trainer}; no test runs it.
 *
 * <p>Knows: the workloads of {@code src/bench/workloads.json} and how the trainer is called. Must
 * not know: what it is compared with ({@code src/bench/theirs.py}). Start with {@link
 * dev.spinrun.trainer.bench.Bench}.
 */
@NullMarked
package dev.spinrun.trainer.bench;

import org.jspecify.annotations.NullMarked;
