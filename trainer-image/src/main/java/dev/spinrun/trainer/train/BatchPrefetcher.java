package dev.spinrun.trainer.train;

import dev.spinrun.trainer.train.gradient.MicroBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Prepares the next micro-batches on a thread of its own while the present one is computed on: as
 * many as a step has, if they fit into the memory for them.
 */
final class BatchPrefetcher implements AutoCloseable {
  /** Of all micro-batches that wait, unless a single one is larger; a quarter of a small heap. */
  static final long BYTES = Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 4);

  private final Batches batches;
  private final long end;
  private final int most;
  private final ExecutorService thread;
  private final Queue<Future<MicroBatch>> waiting = new ArrayDeque<>();
  private long next;
  private long waitedNanos;

  /** Begins with a 0-based step and prepares none from {@code steps} on. */
  BatchPrefetcher(Batches batches, int firstStep, int steps) {
    this.batches = batches;
    this.next = (long) firstStep * batches.parts();
    this.end = (long) steps * batches.parts();
    this.most = (int) Math.max(1, Math.min(batches.parts(), BYTES / batches.bytesOfPart()));
    this.thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread worker = new Thread(task, "batches");
              worker.setDaemon(true);
              return worker;
            });
    prepare();
  }

  private void prepare() {
    while (waiting.size() < most && next < end) {
      int step = (int) (next / batches.parts());
      int part = (int) (next % batches.parts());
      waiting.add(thread.submit(() -> batches.part(step, part)));
      next++;
    }
  }

  /** The next micro-batch; a step has {@link Batches#parts} of them. */
  MicroBatch take() {
    long begin = System.nanoTime();
    MicroBatch part = await(waiting.remove());
    waitedNanos += System.nanoTime() - begin;
    prepare();
    return part;
  }

  /** How long callers have waited so far. */
  Duration waited() {
    return Duration.ofNanos(waitedNanos);
  }

  private static MicroBatch await(Future<MicroBatch> part) {
    try {
      return part.get();
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
