package dev.spinrun.operator.observe;

import dev.spinrun.contract.record.Progress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far all pods of a stage are together.
 *
 * @param unit what done and total count
 * @param secondsLeft of the slowest pod
 */
public record TotalProgress(
    long done,
    long total,
    String unit,
    @Nullable Long lastCheckpoint,
    Instant updatedAt,
    @Nullable Long secondsLeft) {

  /** The sum over pods; empty if none has reported. */
  public static Optional<TotalProgress> of(List<Progress> pods) {
    return pods.stream()
        .map(
            p ->
                new TotalProgress(
                    p.done(),
                    p.total(),
                    p.unit(),
                    p.lastCheckpoint(),
                    p.updatedAt(),
                    p.secondsLeft()))
        .reduce(TotalProgress::plus);
  }

  private TotalProgress plus(TotalProgress other) {
    return new TotalProgress(
        done + other.done,
        total + other.total,
        unit,
        larger(lastCheckpoint, other.lastCheckpoint),
        updatedAt.isAfter(other.updatedAt) ? updatedAt : other.updatedAt,
        larger(secondsLeft, other.secondsLeft));
  }

  private static @Nullable Long larger(@Nullable Long a, @Nullable Long b) {
    if (a == null) {
      return b;
    }
    return b == null ? a : Long.valueOf(Math.max(a, b));
  }
}
