package dev.spinrun.crds.status;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a run stands, in one word. */
public enum Phase {
  /** Nothing has been started yet. */
  @JsonProperty("Pending")
  PENDING,
  /** An iteration is in progress. */
  @JsonProperty("Running")
  RUNNING,
  /** Told to stop; its pods are still writing their checkpoint. */
  @JsonProperty("Suspending")
  SUSPENDING,
  /** Told to stop; no pod is left. */
  @JsonProperty("Suspended")
  SUSPENDED,
  /** A candidate is measured, and people are to decide whether it becomes the next opponent. */
  @JsonProperty("AwaitingPromotion")
  AWAITING_PROMOTION,
  /** All iterations are promoted. */
  @JsonProperty("Succeeded")
  SUCCEEDED,
  /** Ended without: the condition Failed says why. */
  @JsonProperty("Failed")
  FAILED;

  /** Whether the run is over; a change of the spec or an annotation can still make it go on. */
  public boolean isEnd() {
    return this == SUCCEEDED || this == FAILED;
  }
}
