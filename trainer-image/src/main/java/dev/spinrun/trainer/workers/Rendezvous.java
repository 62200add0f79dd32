package dev.spinrun.trainer.workers;

import dev.spinrun.trainer.tensor.Torch;
import java.time.Duration;

/**
 * Where and as what a worker joins the others.
 *
 * @param rank number of this worker, from 0
 * @param size how many there are
 * @param host of worker 0
 * @param port at which worker 0 serves; a new group needs a new one
 * @param bind own address at which the others reach this worker
 * @param timeout of joining and of every sum
 */
public record Rendezvous(int rank, int size, String host, int port, String bind, Duration timeout) {
  /**
   * Joins the others, over NCCL where the tensors are on a GPU, else over Gloo; returns when all
   * are there.
   *
   * @throws WorkerFailureException if they are not in time
   */
  public Workers join() {
    if (size == 1) {
      return Workers.alone();
    }
    return Torch.isOnGpu() ? NcclWorkers.join(this) : GlooWorkers.join(this);
  }
}
