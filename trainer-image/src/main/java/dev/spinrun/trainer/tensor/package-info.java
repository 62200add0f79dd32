/**
 * Arrays in native memory, and scripts that compute on them.
 *
 * <p>Knows: DJL and libtorch (no other package does), TorchScript archives. Must not know: files of
 * weights, networks, diffusion or training. Every tensor belongs to a {@link
 * dev.spinrun.trainer.tensor.Scope}, which frees it; nothing waits for the garbage collector. Start
 * with {@code Scope}, then {@code Script}.
 */
@NullMarked
package dev.spinrun.trainer.tensor;

import org.jspecify.annotations.NullMarked;
