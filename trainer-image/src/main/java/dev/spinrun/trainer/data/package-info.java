/**
 * Data sets in, examples out: images with captions, and prompts.
 *
 * <p>Knows the kinds of folders and archives, and what is left out of them. Must not know models,
 * losses or the run store's keys. Start reading at {@link dev.spinrun.trainer.data.DataSets}.
 */
@NullMarked
package dev.spinrun.trainer.data;

import org.jspecify.annotations.NullMarked;
