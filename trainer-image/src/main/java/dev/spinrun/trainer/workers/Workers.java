package dev.spinrun.trainer.workers;

import dev.spinrun.trainer.tensor.Tensor;

/**
 * The processes of one training. Each calls the same methods in the same order with tensors of the
 * same shapes. Used by one thread.
 */
public interface Workers extends AutoCloseable {
  /** Number of this process, from 0. */
  int rank();

  /** How many there are. */
  int size();

  /**
   * Begins to replace the elements of a tensor by their sums over all workers. It must stay open,
   * and is not to be touched, until the sum is awaited.
   *
   * @throws WorkerFailureException if another worker is lost
   */
  Pending sum(Tensor tensor);

  /**
   * Replaces the elements of a tensor by those of worker 0.
   *
   * @throws WorkerFailureException if another worker is lost, or none answers in time
   */
  void broadcast(Tensor tensor);

  @Override
  void close();

  /** A sum on its way. */
  interface Pending {
    /**
     * Waits for the end.
     *
     * @throws WorkerFailureException if another worker is lost, or none answers in time
     */
    void await();
  }

  /** A training of one process. */
  static Workers alone() {
    return new Alone();
  }
}
