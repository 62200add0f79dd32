package dev.spinrun.trainer.train;

import dev.spinrun.trainer.train.gradient.MicroBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Prepares the next step's batch on a thread of its own while the current step computes. */
final class BatchPrefetcher implements AutoCloseable {
  private final Batches batches;
  private final int steps;
  private final ExecutorService thread;
  private int nextStep;
  private Future<List<MicroBatch>> next;

  /** Begins with a 0-based step and prepares none from {@code steps} on. */
  BatchPrefetcher(Batches batches, int firstStep, int steps) {
    this.batches = batches;
    this.steps = steps;
    this.thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread worker = new Thread(task, "batches");
              worker.setDaemon(true);
              return worker;
            });
    this.nextStep = firstStep;
    this.next = thread.submit(() -> batches.of(firstStep));
  }

  /** A step's batch and the time that the caller had to wait for it. */
  record Prepared(List<MicroBatch> parts, Duration waited) {}

  /** The batch of the next step. */
  Prepared take() {
    long begin = System.nanoTime();
    List<MicroBatch> parts = await(next);
    Duration waited = Duration.ofNanos(System.nanoTime() - begin);
    nextStep++;
    if (nextStep < steps) {
      int step = nextStep;
      next = thread.submit(() -> batches.of(step));
    }
    return new Prepared(parts, waited);
  }

  private static List<MicroBatch> await(Future<List<MicroBatch>> batch) {
    try {
      return batch.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for a batch.", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw new UncheckedIOException("An example cannot be read: " + io.getMessage(), io);
      }
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("A batch cannot be prepared.", e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
