/**
 * What do all models share, from a folder on the disk to weights by name?
 *
 * <p>Knows configuration files, tensor names as diffusers and transformers write them, shards of
 * weights, and blocks that several networks have. Must not know sampling, losses or training. Start
 * reading at {@link dev.spinrun.trainer.model.WeightLoader}.
 */
@NullMarked
package dev.spinrun.trainer.model;

import org.jspecify.annotations.NullMarked;
