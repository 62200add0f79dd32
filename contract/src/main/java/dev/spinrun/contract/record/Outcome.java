package dev.spinrun.contract.record;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an iteration ended, readable without Kubernetes.
 *
 * @param message why, if it did not end with a promotion
 * @param attempts Jobs that it took, retries included
 * @param planDigest settings that it ended with
 * @param opponentDigest candidate digest of the opponent that it was trained against
 * @param candidateDigest digest of the manifest of what it made
 * @param evaluation key of the folder of its measurements
 * @param failures what failed on the way, by class
 * @param gpuSeconds GPUs times seconds that it took
 * @param startedAt when it began
 */
public record Outcome(
    int schema,
    int iteration,
    Result result,
    @Nullable String message,
    int attempts,
    Instant finishedAt,
    @Nullable String planDigest,
    @Nullable String opponentDigest,
    @Nullable String candidateDigest,
    @Nullable String evaluation,
    @Nullable Map<String, Integer> failures,
    @Nullable Long gpuSeconds,
    @Nullable Instant startedAt) {
  public Outcome {
    Plausible.given("result", result);
    Plausible.digest("planDigest", planDigest);
    Plausible.digest("opponentDigest", opponentDigest);
    Plausible.digest("candidateDigest", candidateDigest);
    Plausible.given("finishedAt", finishedAt);
    Plausible.moment("finishedAt", finishedAt);
    Plausible.moment("startedAt", startedAt);
    failures = failures == null ? null : Map.copyOf(failures);
  }

  /** The ends an iteration can have. */
  public enum Result {
    /** Its checkpoint is the next opponent. */
    @JsonProperty("Promoted")
    PROMOTED,
    /** Its candidate was measured and not taken. */
    @JsonProperty("Rejected")
    REJECTED,
    /** A stage failed beyond its budget. */
    @JsonProperty("Failed")
    FAILED
  }
}
