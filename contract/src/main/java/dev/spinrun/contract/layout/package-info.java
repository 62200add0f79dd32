/**
 * Where each object of a run lies: the only place that spells an object key.
 *
 * <p>Knows names and numbers. Must not know the store client or what the objects contain. Start
 * reading at {@link dev.spinrun.contract.layout.RunLayout}.
 */
@NullMarked
package dev.spinrun.contract.layout;

import org.jspecify.annotations.NullMarked;
