/**
 * The Kubernetes objects of a run: how they are named, stamped, built and read.
 *
 * <p>Knows Jobs, pods and ConfigMaps; every method is a pure function. Must not know when one is
 * created. Start reading at {@link dev.spinrun.operator.resource.StageJob}.
 */
@NullMarked
package dev.spinrun.operator.resource;

import org.jspecify.annotations.NullMarked;
