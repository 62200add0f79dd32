/**
 * Networks as descriptions, and three ways to use one.
 *
 * <p>Knows: the operations that a network consists of, its layers' parameters, how to run them as
 * scripts (production), one by one (the oracle of the tests), or only to count them. Must not know:
 * any particular model. Start with {@link dev.spinrun.trainer.nn.Ops}, then {@code ScriptCompiler}.
 */
@NullMarked
package dev.spinrun.trainer.nn;

import org.jspecify.annotations.NullMarked;
