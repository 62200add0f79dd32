/**
 * A real Kubernetes with a real S3 server and the operator in it, for tests and demo alike.
 *
 * <p>Knows containers, manifests and where they come from. Must not know what is tested. Start
 * reading at {@link dev.spinrun.e2e.cluster.Cluster} and {@link
 * dev.spinrun.e2e.cluster.Installation}.
 */
@NullMarked
package dev.spinrun.e2e.cluster;

import org.jspecify.annotations.NullMarked;
