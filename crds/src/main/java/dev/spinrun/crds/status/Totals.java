package dev.spinrun.crds.status;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.soabase.recordbuilder.core.RecordBuilder;

/** Sums over the whole run. */
@JsonIgnoreProperties(ignoreUnknown = true)
@RecordBuilder
public record Totals(
    @JsonPropertyDescription("Promoted iterations, the base model included.") int promoted,
    @JsonPropertyDescription("Number of Jobs, retries included.") int attempts,
    @JsonPropertyDescription("GPU-seconds of Jobs whose results count.") long gpuSecondsUseful,
    @JsonPropertyDescription("GPU-seconds of Jobs that failed or were abandoned.")
        long gpuSecondsLost)
    implements TotalsBuilder.With {

  /** Of a run that has not begun. */
  public static final Totals NONE = new Totals(0, 0, 0, 0);

  /** All GPU time, of use or not. */
  public long gpuSeconds() {
    return gpuSecondsUseful + gpuSecondsLost;
  }

  /** One more promotion. */
  public Totals plusPromotion() {
    return withPromoted(promoted + 1);
  }

  /** One more Job. */
  public Totals plusAttempt() {
    return withAttempts(attempts + 1);
  }

  /** More GPU time of a Job whose results count. */
  public Totals plusUseful(long gpuSeconds) {
    return withGpuSecondsUseful(gpuSecondsUseful + gpuSeconds);
  }

  /** More GPU time for nothing. */
  public Totals plusLost(long gpuSeconds) {
    return withGpuSecondsLost(gpuSecondsLost + gpuSeconds);
  }
}
