package dev.spinrun.trainer.stage;

import dev.spinrun.runstore.json.Documents;
import dev.spinrun.runstore.object.ObjectStore;
import dev.spinrun.runstore.object.StoreException;
import dev.spinrun.runstore.plan.Stage;
import dev.spinrun.runstore.record.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the store every few seconds how far a stage is.
 *
 * <p>Written by a thread of its own, one at a time, so that a slow store never holds up the work;
 * what cannot be written is left out, since nothing is decided from it.
 */
final class ProgressReporter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProgressReporter.class);
  private static final Duration INTERVAL = Duration.ofSeconds(2);
  private static final Duration LAST_REPORT = Duration.ofSeconds(5);

  private final StageContext context;
  private final Stage stage;
  private final String unit;
  private final long total;
  private final ObjectStore store;
  private final ExecutorService writer;
  private final AtomicBoolean writing = new AtomicBoolean();
  private final Instant started;
  private long doneAtStart = -1;
  private Instant lastReport = Instant.MIN;
  private @Nullable Long lastCheckpoint;

  ProgressReporter(StageContext context, Stage stage, String unit, long total) {
    this.context = context;
    this.stage = stage;
    this.unit = unit;
    this.total = total;
    this.store = context.store();
    this.started = context.clock().instant();
    this.writer =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "progress");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** A checkpoint of this step is committed. */
  void checkpoint(long step) {
    lastCheckpoint = step;
  }

  /** {@code done} of the total are done; the first call and the last are always told. */
  void report(long done, Map<String, Double> metrics) {
    if (doneAtStart < 0) {
      doneAtStart = done;
    }
    Instant now = context.clock().instant();
    boolean due =
        lastReport.equals(Instant.MIN) || done == total || !now.isBefore(lastReport.plus(INTERVAL));
    if (!due || !writing.compareAndSet(false, true)) {
      return;
    }
    lastReport = now;
    byte[] document = Documents.write(progress(done, now, metrics));
    writer.execute(() -> write(document));
  }

  private Progress progress(long done, Instant now, Map<String, Double> metrics) {
    long since = done - doneAtStart;
    Long secondsLeft =
        since <= 0
            ? null
            : Math.round(
                Duration.between(started, now).toMillis() / 1000.0 / since * (total - done));
    return new Progress(
        Documents.SCHEMA,
        stage,
        context.attempt(),
        context.shard(),
        done,
        total,
        unit,
        lastCheckpoint,
        now,
        secondsLeft,
        metrics);
  }

  private void write(byte[] document) {
    try {
      store.write(
          context.layout().progress(context.plan().iteration(), stage.lowerCase(), context.shard()),
          document);
    } catch (StoreException e) {
      LOG.warn("progress is not told: {}", e.getMessage());
    } finally {
      writing.set(false);
    }
  }

  @Override
  public void close() {
    writer.shutdown();
    try {
      // The last report is on its way: let it arrive, but never hold up the stage's commit for
      // long.
      if (!writer.awaitTermination(LAST_REPORT.toSeconds(), TimeUnit.SECONDS)) {
        writer.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
