/**
 * Everything that a decision is made from, in one immutable value.
 *
 * <p>Knows how to read the cluster's caches, and the words for what a store answers. Must not know
 * what follows from it. Start reading at {@link dev.spinrun.operator.observe.Observed}.
 */
@NullMarked
package dev.spinrun.operator.observe;

import org.jspecify.annotations.NullMarked;
