/**
 * Arrays in native memory, scripts that compute on them, and their files.
 *
 * <p>Knows: DJL and libtorch (no other package does), TorchScript archives, safetensors. Must not
 * know: networks, diffusion or training. Every tensor belongs to a {@link
 * dev.spinrun.trainer.tensor.Scope}, which frees it; nothing waits for the garbage collector. Start
 * with {@code Scope}, then {@code Script}.
 */
@NullMarked
package dev.spinrun.trainer.tensor;

import org.jspecify.annotations.NullMarked;
