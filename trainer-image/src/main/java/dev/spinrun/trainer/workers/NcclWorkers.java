package dev.spinrun.trainer.workers;

import com.sun.jna.Pointer;
import dev.spinrun.trainer.tensor.Tensor;
import java.time.Duration;

/**
 * Workers with a GPU each, over NCCL. As with Gloo there is no authentication and no encryption.
 *
 * <p>A tensor must stay open until its sum is awaited: libtorch would give its memory to the next
 * one, while NCCL still works on it in another stream.
 */
record NcclWorkers(Rendezvous where, NcclGroup group) implements Workers {
  /** For what should take no time: a call of NCCL that does not wait, or an abort. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final String SUM = "A sum over the workers";
  private static final String COPY = "A copy from worker 0";

  /** Joins the others; returns when all are there. */
  static NcclWorkers join(Rendezvous where) {
    NcclLibrary library = new Nccl();
    byte[] id = new IdExchange(where).share(library::newId);
    return new NcclWorkers(where, NcclGroup.join(library, where, PATIENCE, id));
  }

  @Override
  public int rank() {
    return where.rank();
  }

  @Override
  public int size() {
    return where.size();
  }

  @Override
  public Pending sum(Tensor tensor) {
    Pointer floats = new Pointer(tensor.address());
    long count = tensor.shape().elements();
    Flight flight =
        group.begin(
            SUM, (nccl, communicator, stream) -> nccl.sum(communicator, floats, count, stream));
    return () -> group.await(SUM, flight);
  }

  @Override
  public void broadcast(Tensor tensor) {
    Pointer floats = new Pointer(tensor.address());
    long count = tensor.shape().elements();
    Flight flight =
        group.begin(
            COPY,
            (nccl, communicator, stream) -> nccl.broadcast(communicator, floats, count, stream));
    group.await(COPY, flight);
  }

  @Override
  public void close() {
    group.close();
  }
}
