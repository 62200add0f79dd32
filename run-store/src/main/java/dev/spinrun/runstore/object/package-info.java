/**
 * One small interface to an object store, with S3 and local folders behind it.
 *
 * <p>Knows transport, time-outs, retries and the words in which a store fails. Must not know what a
 * run is. Start reading at {@link dev.spinrun.runstore.object.ObjectStore}.
 */
@NullMarked
package dev.spinrun.runstore.object;

import org.jspecify.annotations.NullMarked;
