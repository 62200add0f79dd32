/**
 * A node of a real cluster on which trainers are played, not run.
 *
 * <p>Knows what a kubelet tells the API server and what a trainer leaves in the store; the Job
 * controller, the scheduler and the garbage collector are the real ones. Must not know what is
 * tested. Start reading at {@link dev.spinrun.e2e.node.FakeNode}.
 */
package dev.spinrun.e2e.node;
