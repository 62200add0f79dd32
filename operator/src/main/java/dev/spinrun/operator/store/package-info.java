/**
 * Looks into stores and works on them, on threads of its own.
 *
 * <p>Knows the run store, credentials and time-outs; one run's looks and tasks never overlap. Must
 * not know what is decided from them. Start reading at {@link
 * dev.spinrun.operator.store.StorePoller}.
 */
@NullMarked
package dev.spinrun.operator.store;

import org.jspecify.annotations.NullMarked;
