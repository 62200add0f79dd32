package dev.spinrun.trainer.stage.context;

import dev.spinrun.runstore.object.ObjectStore;
import dev.spinrun.runstore.object.StoreException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what nothing depends on with a thread of its own, one object at a time, so that a slow
 * store never holds up the work.
 */
public final class SideWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SideWriter.class);
  private static final Duration LAST_WRITE = Duration.ofSeconds(5);

  private final ObjectStore store;
  private final String what;
  private final ExecutorService thread;
  private final AtomicBoolean writing = new AtomicBoolean();

  /** A writer to a store; {@code what} names the content in the log and the thread. */
  public SideWriter(ObjectStore store, String what) {
    this.store = store;
    this.what = what;
    this.thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread daemon = new Thread(task, what);
              daemon.setDaemon(true);
              return daemon;
            });
  }

  /** Begins to write an object, unless the last one is still on its way; returns whether it did. */
  public boolean offer(String key, byte[] content) {
    if (!writing.compareAndSet(false, true)) {
      return false;
    }
    thread.execute(() -> write(key, content));
    return true;
  }

  private void write(String key, byte[] content) {
    try {
      store.write(key, content);
    } catch (StoreException e) {
      LOG.warn("{} are not written: {}", what, e.getMessage());
    } finally {
      writing.set(false);
    }
  }

  /** Lets the last object arrive, but does not wait for long. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(LAST_WRITE.toSeconds(), TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
