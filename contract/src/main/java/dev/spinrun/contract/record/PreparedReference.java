package dev.spinrun.contract.record;

import dev.spinrun.contract.plan.Reading;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names the prepared examples of a run, as known when they were prepared for one of its iterations.
 *
 * @param digest of data set, resolution and encoder: the key of what is prepared of them
 * @param examples in the data set, those that cannot be used among them
 * @param prepared how many of them the sets hold
 * @param readings whose examples are prepared; absent if every example is
 * @param sets that hold them
 */
public record PreparedReference(
    int schema,
    String digest,
    int examples,
    int prepared,
    @Nullable List<Reading> readings,
    List<SetReference> sets) {
  /**
   * Some of the examples, which no other set of the run holds.
   *
   * @param name below the data set's folder
   * @param manifestDigest digest of its manifest
   */
  public record SetReference(String name, String manifestDigest) {}

  /** Whether every example of the data set is prepared. */
  public boolean coversAll() {
    return readings == null;
  }

  /** Whether every example that such a training reads is prepared. */
  public boolean covers(Reading reading) {
    return readings == null || readings.stream().anyMatch(known -> known.covers(reading));
  }
}
