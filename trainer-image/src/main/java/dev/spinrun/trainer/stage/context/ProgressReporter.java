package dev.spinrun.trainer.stage.context;

import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.contract.record.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells the store every few seconds how far a stage is.
 *
 * <p>What cannot be written is left out, since nothing is decided from it.
 */
public final class ProgressReporter implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  private final StageContext context;
  private final String key;
  private final Stage stage;
  private final String unit;
  private final long total;
  private final SideWriter writer;
  private final Instant started;
  private long doneAtStart = -1;
  private Instant lastReport = Instant.MIN;
  private @Nullable Long lastCheckpoint;

  /** A reporter; the total is 0 where it shows only at the end. */
  public ProgressReporter(StageContext context, Stage stage, String unit, long total) {
    this.context = context;
    this.key =
        context.layout().progress(context.plan().iteration(), stage.lowerCase(), context.shard());
    this.stage = stage;
    this.unit = unit;
    this.total = total;
    this.started = context.clock().instant();
    this.writer = new SideWriter(context.store(), "progress reports");
  }

  /** A checkpoint of this step is committed. */
  public void checkpoint(long step) {
    lastCheckpoint = step;
  }

  /** {@code done} of the total are done; the first call and the last are always told. */
  public void report(long done, Map<String, Double> metrics) {
    if (doneAtStart < 0) {
      doneAtStart = done;
    }
    Instant now = context.clock().instant();
    boolean due =
        lastReport.equals(Instant.MIN) || done == total || !now.isBefore(lastReport.plus(INTERVAL));
    if (due && writer.offer(key, Documents.write(progress(done, now, metrics)))) {
      lastReport = now;
    }
  }

  private Progress progress(long done, Instant now, Map<String, Double> metrics) {
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
        secondsLeft(doneAtStart, done, total, Duration.between(started, now)),
        metrics);
  }

  /**
   * How long the rest takes at the speed so far; null where nothing is done yet or the total shows
   * only at the end.
   */
  static @Nullable Long secondsLeft(long doneAtStart, long done, long total, Duration elapsed) {
    long since = done - doneAtStart;
    return since <= 0 || done > total
        ? null
        : Math.round(elapsed.toMillis() / 1000.0 / since * (total - done));
  }

  @Override
  public void close() {
    writer.close();
  }
}
