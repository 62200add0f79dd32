/**
 * Which store does an address lead to?
 *
 * <p>Knows all kinds of stores, and that of a local folder itself. Must not know how the others do
 * their work. Start reading at {@link dev.spinrun.runstore.open.ObjectStores}.
 */
@NullMarked
package dev.spinrun.runstore.open;

import org.jspecify.annotations.NullMarked;
