/**
 * The command line {@code spin-trainer <stage>}: arguments and environment in, exit code and last
 * word out; and {@code spin-trainer cost}, a table.
 *
 * <p>Knows picocli, signals and the termination message. Must not know what a stage does. Start
 * reading at {@link dev.spinrun.trainer.cli.SpinTrainer}.
 */
@NullMarked
package dev.spinrun.trainer.cli;

import org.jspecify.annotations.NullMarked;
