package dev.spinrun.contract.record;

import dev.spinrun.contract.plan.Stage;
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
  private static final long MOST = 1_000_000_000_000L;

  /** About three hundred years. */
  private static final long LONGEST_SECONDS = 10_000_000_000L;

  public Progress {
    Plausible.given("stage", stage);
    Plausible.number("done", done, MOST);
    Plausible.number("total", total, MOST);
    Plausible.number("lastCheckpoint", lastCheckpoint, MOST);
    Plausible.number("secondsLeft", secondsLeft, LONGEST_SECONDS);
    Plausible.given("updatedAt", updatedAt);
    Plausible.moment("updatedAt", updatedAt);
    Plausible.given("unit", unit);
    if (!unit.matches("[a-z]{1,16}")) {
      throw new IllegalArgumentException("unit must be 1 to 16 letters");
    }
    metrics = Map.copyOf(metrics);
  }
}
