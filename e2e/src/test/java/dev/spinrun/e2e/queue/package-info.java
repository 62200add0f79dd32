/**
 * Runs behind a queue manager.
 *
 * <p>Knows what Kueue does to Jobs. Must not know how the operator decides. Start reading at {@code
 * QueuedRunTest}.
 */
package dev.spinrun.e2e.queue;
