/**
 * Files that TensorBoard reads.
 *
 * <p>Knows: their encoding. Must not know: what is trained, where files go.
 */
@NullMarked
package dev.spinrun.trainer.tensorboard;

import org.jspecify.annotations.NullMarked;
