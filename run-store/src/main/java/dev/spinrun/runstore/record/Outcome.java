package dev.spinrun.runstore.record;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How an iteration ended, readable without Kubernetes. */
public record Outcome(
    int schema,
    int iteration,
    Result result,
    @Nullable String message,
    int attempts,
    Instant finishedAt) {
  /** The ends an iteration can have. */
  public enum Result {
    /** Its checkpoint is the next opponent. */
    @JsonProperty("Promoted")
    PROMOTED,
    /** A stage failed beyond its budget. */
    @JsonProperty("Failed")
    FAILED
  }
}
