package dev.spinrun.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.spinrun.crds.status.Failures;
import dev.spinrun.crds.status.IterationResult;
import dev.spinrun.crds.status.Opponent;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.crds.status.StageName;
import dev.spinrun.crds.status.StageProgress;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a run stands. Together with the object store it is all that the operator needs to go on;
 * written by the operator alone.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record SpinRunStatus(
    @JsonPropertyDescription("metadata.generation that this status was decided on.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription(
            "Pending: nothing started yet. Running. Suspending: pods are writing their checkpoint."
                + " Suspended. Succeeded: all iterations are promoted. Failed: see condition"
                + " Failed.")
        Phase phase,
    @JsonPropertyDescription("What is happening, or what is wrong and what to do.")
        @Size(max = 2048)
        @Nullable String message,
    @JsonPropertyDescription("Iteration in progress, or the last one; 0 is the base model.")
        int iteration,
    @JsonPropertyDescription("The same beside spec.iterations, for example 2/3.") @Size(max = 7)
        String iterationText,
    @JsonPropertyDescription("When the iteration in progress began.")
        @Nullable Instant iterationStartedAt,
    @JsonPropertyDescription("Stage in progress, or the last one. Absent between iterations.")
        @Nullable StageName stage,
    @JsonPropertyDescription("When the stage in progress began, its retries included.")
        @Nullable Instant stageStartedAt,
    @JsonPropertyDescription("Attempt at the stage in progress, from 1.") int attempt,
    @JsonPropertyDescription("Attempt that made the candidate being measured or promoted.")
        @Nullable Integer candidateAttempt,
    @JsonPropertyDescription("Jobs of the iteration in progress so far.") int jobsStarted,
    @JsonPropertyDescription("Name of the present attempt's Job, once it is created.")
        @Size(max = 63)
        @Nullable String job,
    @JsonPropertyDescription("No new attempt before this time.") @Nullable Instant retryAt,
    @JsonPropertyDescription("How far the stage in progress is; advisory.")
        @Nullable StageProgress progress,
    @JsonPropertyDescription("The newest promoted checkpoint.") @Nullable Opponent opponent,
    @JsonPropertyDescription("How the last 10 iterations ended; all are in the store.")
        @Size(max = 10)
        List<IterationResult> iterations,
    @JsonPropertyDescription("Failures of the iteration in progress.") Failures failures,
    @JsonPropertyDescription(
            "Reconciling: on its way. Stalled: somebody must do something. StoreReachable."
                + " Suspended. Complete. Failed.")
        @Size(max = 8)
        List<Condition> conditions) {

  public SpinRunStatus {
    iterations = iterations == null ? List.of() : List.copyOf(iterations);
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
    failures = failures == null ? Failures.NONE : failures;
  }

  /** The status of a run that nobody has looked at yet. */
  public static SpinRunStatus initial() {
    return new StatusBuilder().build();
  }

  /** A copy to change. */
  public StatusBuilder toBuilder() {
    return new StatusBuilder(this);
  }
}
