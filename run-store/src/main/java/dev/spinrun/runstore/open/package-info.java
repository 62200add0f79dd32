/**
 * Which store does an address lead to?
 *
 * <p>Knows every kind of store, and how a local folder is one. Must not know how the others work
 * inside. Start reading at {@link dev.spinrun.runstore.open.ObjectStores}.
 */
@NullMarked
package dev.spinrun.runstore.open;

import org.jspecify.annotations.NullMarked;
