/**
 * Several processes that compute together: sums and copies of tensors between them.
 *
 * <p>Knows libtorch's collectives and how they fail. Must not know what the tensors mean. Start
 * reading at {@link dev.spinrun.trainer.workers.Workers}.
 */
@NullMarked
package dev.spinrun.trainer.workers;

import org.jspecify.annotations.NullMarked;
