/**
 * Which gradients do some examples give?
 *
 * <p>Knows examples, micro-batches and a pass for each kind of loss. Must not know the order of
 * examples or what gradients are used for. Start reading at {@link
 * dev.spinrun.trainer.train.gradient.GradientPass}.
 */
@NullMarked
package dev.spinrun.trainer.train.gradient;

import org.jspecify.annotations.NullMarked;
