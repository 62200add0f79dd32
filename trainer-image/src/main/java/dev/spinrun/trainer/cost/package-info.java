/**
 * What do a model's networks take, and how is the cost of an iteration told?
 *
 * <p>Knows operations, and what lies in memory at a time, from the networks' own definitions. Must
 * not know weights or stores, nor what devices there are. Start reading at {@link
 * dev.spinrun.trainer.cost.ModelShapes}.
 */
@NullMarked
package dev.spinrun.trainer.cost;

import org.jspecify.annotations.NullMarked;
