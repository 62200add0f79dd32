package dev.spinrun.crds.status;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Sums over the whole run. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Totals(
    @JsonPropertyDescription("Promoted iterations, the base model included.") int promoted,
    @JsonPropertyDescription("Jobs, retries included.") int attempts,
    @JsonPropertyDescription(
            "GPUs times seconds of Jobs whose results count. A GPU is what a resource with gpu in"
                + " its name asks for.")
        long gpuSecondsUseful,
    @JsonPropertyDescription("GPUs times seconds of Jobs that failed or were given up.")
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
