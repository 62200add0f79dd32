/**
 * How are named tensors read from files and written to them?
 *
 * <p>Knows safetensors, and zip archives of pickles to read. Must not know the engine, which {@link
 * dev.spinrun.trainer.tensor} hides, or what a name means. Start reading at {@link
 * dev.spinrun.trainer.tensor.file.TensorFile}.
 */
@NullMarked
package dev.spinrun.trainer.tensor.file;

import org.jspecify.annotations.NullMarked;
