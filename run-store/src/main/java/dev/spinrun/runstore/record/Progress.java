package dev.spinrun.runstore.record;

import dev.spinrun.runstore.plan.Stage;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far one pod of a stage is; advisory.
 *
 * @param index shard number, 0 for a stage with one pod
 * @param unit what {@code done} and {@code total} count: images or steps
 * @param lastCheckpoint step of the newest committed checkpoint
 * @param secondsLeft estimate at the present pace
 * @param metrics latest measurements by name, for example {@code loss}
 */
public record Progress(
    int schema,
    Stage stage,
    int attempt,
    int index,
    long done,
    long total,
    String unit,
    @Nullable Long lastCheckpoint,
    Instant updatedAt,
    @Nullable Long secondsLeft,
    Map<String, Double> metrics) {
  public Progress {
    metrics = Map.copyOf(metrics);
  }
}
