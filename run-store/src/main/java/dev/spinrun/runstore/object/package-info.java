/**
 * What can be asked of an object store, and in which words does it fail?
 *
 * <p>Knows objects, folders, their addresses and the kinds of failure. Must not know how a store is
 * reached or what a run is. Start reading at {@link dev.spinrun.runstore.object.ObjectStore}.
 */
@NullMarked
package dev.spinrun.runstore.object;

import org.jspecify.annotations.NullMarked;
