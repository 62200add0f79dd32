/**
 * How the operator is doing: meters and health.
 *
 * <p>Knows Micrometer and MicroProfile Health; labels never hold names of objects, so that the
 * number of series stays bounded. Must not influence any decision. Start reading at {@link
 * dev.spinrun.operator.metrics.OperatorMetrics}.
 */
@NullMarked
package dev.spinrun.operator.metrics;

import org.jspecify.annotations.NullMarked;
