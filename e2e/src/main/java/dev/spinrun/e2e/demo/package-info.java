/**
 * The quickstart from nothing to its table of scores.
 *
 * <p>Knows the order of the steps and what to print. Must not know how a cluster comes up. Start
 * reading at {@link dev.spinrun.e2e.demo.Demo}.
 */
@NullMarked
package dev.spinrun.e2e.demo;

import org.jspecify.annotations.NullMarked;
