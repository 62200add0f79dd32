/**
 * What will a model's work cost, and how is that told?
 *
 * <p>Knows the networks' own definitions. Must not know weights, stores or devices. Start reading
 * at {@link dev.spinrun.trainer.cost.ModelCount}.
 */
@NullMarked
package dev.spinrun.trainer.cost;

import org.jspecify.annotations.NullMarked;
