package dev.spinrun.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.spinrun.crds.status.Amendment;
import dev.spinrun.crds.status.Failures;
import dev.spinrun.crds.status.IterationResult;
import dev.spinrun.crds.status.ManualDecision;
import dev.spinrun.crds.status.MeasuredCandidate;
import dev.spinrun.crds.status.Opponent;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.crds.status.RunClock;
import dev.spinrun.crds.status.StageName;
import dev.spinrun.crds.status.StageProgress;
import dev.spinrun.crds.status.Totals;
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
                + " Suspended. AwaitingPromotion: set the annotation spinrun.dev/promote or"
                + " spinrun.dev/reject to candidate.name. Succeeded: all iterations are promoted, or"
                + " the run stopped at a rejection. Failed: see condition Failed.")
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
    @JsonPropertyDescription("Attempt in progress, counted through the iteration from 1.")
        int attempt,
    @JsonPropertyDescription("First attempt at the stage in progress.") int stageFirstAttempt,
    @JsonPropertyDescription("Attempt that made the candidate being measured or promoted.")
        @Nullable Integer candidateAttempt,
    @JsonPropertyDescription("Jobs of the iteration in progress so far.") int jobsStarted,
    @JsonPropertyDescription("GPUs times seconds of the iteration in progress so far.")
        long gpuSeconds,
    @JsonPropertyDescription("Name of the present attempt's Job, once it is created.")
        @Size(max = 63)
        @Nullable String job,
    @JsonPropertyDescription("No new attempt before this time.") @Nullable Instant retryAt,
    @JsonPropertyDescription(
            "Revision of the iteration's plan: 0 as it began, more after a retry with other"
                + " settings.")
        int revision,
    @JsonPropertyDescription(
            "In what the plan's revision differs from the plan that the iteration began with."
                + " Absent: it is frozen from the spec.")
        @Nullable Amendment amendment,
    @JsonPropertyDescription("Candidates of the iteration in progress that were rejected.")
        int rejections,
    @JsonPropertyDescription("Active time, which deadlines are about.") RunClock clock,
    @JsonPropertyDescription("When the run ended and its outcome was written to the store.")
        @Nullable Instant finishedAt,
    @JsonPropertyDescription("metadata.uid of the SpinRun that spec.model.from names, once found.")
        @Size(max = 64)
        @Nullable String parentUid,
    @JsonPropertyDescription("How far the stage in progress is; advisory.")
        @Nullable StageProgress progress,
    @JsonPropertyDescription("The newest measured candidate, whether or not it is promoted.")
        @Nullable MeasuredCandidate candidate,
    @JsonPropertyDescription("The newest promoted checkpoint.") @Nullable Opponent opponent,
    @JsonPropertyDescription("How the last 10 iterations ended; all are in the store.")
        @Size(max = 10)
        List<IterationResult> iterations,
    @JsonPropertyDescription("Sums over the whole run.") Totals totals,
    @JsonPropertyDescription(
            "The last 10 annotations that were answered, and who set them; the last one of each"
                + " action is among them.")
        @Size(max = 10)
        List<ManualDecision> decisions,
    @JsonPropertyDescription("Failures of the iteration in progress.") Failures failures,
    @JsonPropertyDescription(
            "Reconciling: on its way. Stalled: somebody must do something. StoreReachable."
                + " Suspended. Complete. Failed.")
        @Size(max = 8)
        List<Condition> conditions) {

  /** Fields that an older version has not written have their first values. */
  public SpinRunStatus {
    phase = phase == null ? Phase.PENDING : phase;
    attempt = Math.max(1, attempt);
    stageFirstAttempt = Math.max(1, stageFirstAttempt);
    iterations = iterations == null ? List.of() : List.copyOf(iterations);
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
    decisions = decisions == null ? List.of() : List.copyOf(decisions);
    failures = failures == null ? Failures.NONE : failures;
    totals = totals == null ? Totals.NONE : totals;
    clock = clock == null ? RunClock.UNSTARTED : clock;
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
