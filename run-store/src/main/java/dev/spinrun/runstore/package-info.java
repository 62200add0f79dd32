/**
 * The contract between operator and trainer: what lies where in a run's object store, and how it is
 * written.
 *
 * <p>Knows object keys, manifests, plans and the S3 client. Must not know Kubernetes types or
 * tensors. Start reading at {@link dev.spinrun.runstore.RunLayout}.
 */
@NullMarked
package dev.spinrun.runstore;

import org.jspecify.annotations.NullMarked;
