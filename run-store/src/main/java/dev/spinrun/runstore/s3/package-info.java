/**
 * How does an S3 server do what a store must do?
 *
 * <p>Knows requests to buckets, their error codes and the only client of S3. Must not know the hub.
 * Start reading at {@link dev.spinrun.runstore.s3.S3ObjectStore}.
 */
@NullMarked
package dev.spinrun.runstore.s3;

import org.jspecify.annotations.NullMarked;
