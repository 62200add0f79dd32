/**
 * The operator under load, measured from outside.
 *
 * <p>Knows what /proc, the operator, the API server and the store tell of themselves, and plays the
 * trainers. Must not know how the operator works. Start reading at {@link
 * dev.spinrun.e2e.bench.OperatorBench}.
 */
package dev.spinrun.e2e.bench;
