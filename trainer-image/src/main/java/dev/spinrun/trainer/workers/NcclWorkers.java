package dev.spinrun.trainer.workers;

import com.sun.jna.Pointer;
import dev.spinrun.trainer.tensor.Tensor;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Workers with a GPU each, over NCCL.
 *
 * <p>What they do together waits in the GPU's own queue, between what computes its input and what
 * reads its result. NCCL waits for a lost worker for ever; so the host asks for the end, and aborts
 * the group when it takes too long. As with Gloo there is no authentication and no encryption.
 */
final class NcclWorkers implements Workers {
  private final Rendezvous where;
  private final Pointer communicator;
  private boolean aborted;

  private NcclWorkers(Rendezvous where, Pointer communicator) {
    this.where = where;
    this.communicator = communicator;
  }

  /** Joins the others; returns when all are there. */
  static NcclWorkers join(Rendezvous where) {
    String what =
        "Joining the %d workers at %s:%d".formatted(where.size(), where.host(), where.port());
    byte[] id = new IdExchange(where).share(Nccl::newId);
    CompletableFuture<Pointer> communicator = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                communicator.complete(Nccl.join(id, where.rank(), where.size()));
              } catch (RuntimeException | LinkageError e) {
                communicator.completeExceptionally(e);
              }
            },
            "workers");
    thread.setDaemon(true);
    thread.start();
    try {
      return new NcclWorkers(
          where, communicator.get(where.timeout().toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      throw new WorkerFailureException(what, "not all came within " + where.timeout());
    } catch (ExecutionException e) {
      throw new WorkerFailureException(what, String.valueOf(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WorkerFailureException(what, "interrupted");
    }
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
    String what = "A sum over the workers";
    guarded(
        what,
        () -> Nccl.sum(communicator, new Pointer(tensor.address()), tensor.shape().elements()));
    return new Queued(what);
  }

  @Override
  public void broadcast(Tensor tensor) {
    String what = "A copy from worker 0";
    guarded(
        what,
        () ->
            Nccl.broadcast(communicator, new Pointer(tensor.address()), tensor.shape().elements()));
    new Queued(what).await();
  }

  private void guarded(String what, Runnable call) {
    try {
      call.run();
    } catch (IllegalStateException e) {
      throw failure(what, String.valueOf(e.getMessage()));
    }
  }

  private WorkerFailureException failure(String what, String why) {
    if (!aborted) {
      aborted = true;
      Nccl.abort(communicator);
    }
    return new WorkerFailureException(what, why);
  }

  /** Something in the GPU's queue; it is done when the queue is empty. */
  private final class Queued implements Pending {
    private final String what;

    Queued(String what) {
      this.what = what;
    }

    private boolean isDone() {
      try {
        return Nccl.isIdle(communicator);
      } catch (IllegalStateException e) {
        throw failure(what, String.valueOf(e.getMessage()));
      }
    }

    @Override
    public void await() {
      long deadline = System.nanoTime() + where.timeout().toNanos();
      for (int i = 0; !isDone(); i++) {
        if (System.nanoTime() > deadline) {
          throw failure(what, "no answer within " + where.timeout());
        }
        CollectivePauses.after(i);
      }
    }
  }

  @Override
  public void close() {
    if (!aborted) {
      aborted = true;
      Nccl.abort(communicator);
    }
  }
}
