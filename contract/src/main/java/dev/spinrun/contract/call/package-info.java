/**
 * How the operator starts a stage of the trainer: arguments and environment.
 *
 * <p>Knows names and numbers. Must not know pods or command-line parsers. Start reading at {@link
 * dev.spinrun.contract.call.StageCall}.
 */
@NullMarked
package dev.spinrun.contract.call;

import org.jspecify.annotations.NullMarked;
