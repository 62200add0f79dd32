package dev.spinrun.crds.status;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Sums over the whole run. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Totals(
    @JsonPropertyDescription("Promoted iterations, the base model included.") int promoted,
    @JsonPropertyDescription("Number of Jobs, retries included.") int attempts,
    @JsonPropertyDescription("GPU-seconds of Jobs whose results count.") long gpuSecondsUseful,
    @JsonPropertyDescription("GPU-seconds of Jobs that failed or were abandoned.")
        long gpuSecondsLost) {

  /** Of a run that has not begun. */
  public static final Totals NONE = new Totals(0, 0, 0, 0);

  /** One more promotion. */
  public Totals plusPromotion() {
    return new Totals(promoted + 1, attempts, gpuSecondsUseful, gpuSecondsLost);
  }

  /** One more Job. */
  public Totals plusAttempt() {
    return new Totals(promoted, attempts + 1, gpuSecondsUseful, gpuSecondsLost);
  }

  /** More GPU time of a Job whose results count. */
  public Totals plusUseful(long gpuSeconds) {
    return new Totals(promoted, attempts, gpuSecondsUseful + gpuSeconds, gpuSecondsLost);
  }

  /** More GPU time for nothing. */
  public Totals plusLost(long gpuSeconds) {
    return new Totals(promoted, attempts, gpuSecondsUseful, gpuSecondsLost + gpuSeconds);
  }
}
