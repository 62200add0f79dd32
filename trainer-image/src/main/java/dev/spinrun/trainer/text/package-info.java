/**
 * From a prompt to token ids.
 *
 * <p>Knows: CLIP's byte-pair encoding and its files. Must not know: tensors or networks. Start with
 * {@link dev.spinrun.trainer.text.ClipTokenizer}.
 */
@NullMarked
package dev.spinrun.trainer.text;

import org.jspecify.annotations.NullMarked;
