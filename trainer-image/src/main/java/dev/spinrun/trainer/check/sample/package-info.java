/**
 * What do checks compute on?
 *
 * <p>Knows models of random weights in several sizes, and trainings on noise. Must not know what is
 * checked. Start reading at {@link dev.spinrun.trainer.check.sample.SampleModel}.
 */
@NullMarked
package dev.spinrun.trainer.check.sample;

import org.jspecify.annotations.NullMarked;
