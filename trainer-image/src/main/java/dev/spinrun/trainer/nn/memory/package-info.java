/**
 * How much memory does a network need?
 *
 * <p>Knows which values autograd keeps of each operation, and how long all others live, from shapes
 * alone. Must not know any particular model, nor what else a training holds. Start reading at
 * {@link dev.spinrun.trainer.nn.memory.NetworkMemory}.
 */
@NullMarked
package dev.spinrun.trainer.nn.memory;

import org.jspecify.annotations.NullMarked;
