/**
 * What does a file of {@code torch.save} say?
 *
 * <p>Knows the opcodes of pickles and the few calls that a state dict consists of; it carries out
 * no other. Must not know the engine or where elements end up. Start reading at {@link
 * dev.spinrun.trainer.tensor.pickle.Unpickler}.
 */
@NullMarked
package dev.spinrun.trainer.tensor.pickle;

import org.jspecify.annotations.NullMarked;
