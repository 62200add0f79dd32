package dev.spinrun.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.spinrun.contract.life.IterationInProgress;
import dev.spinrun.crds.status.Estimate;
import dev.spinrun.crds.status.Failures;
import dev.spinrun.crds.status.IterationResult;
import dev.spinrun.crds.status.ManualDecision;
import dev.spinrun.crds.status.MeasuredCandidate;
import dev.spinrun.crds.status.Opponent;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.crds.status.RunClock;
import dev.spinrun.crds.status.Totals;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where a run stands. Together with the object store it is all that the operator needs to go on;
 * written by the operator alone.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@RecordBuilder
public record SpinRunStatus(
    @JsonPropertyDescription("The metadata.generation that this status reflects.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription(
            "Pending: nothing has started yet. Running. Suspending: pods are writing their"
                + " checkpoint. Suspended. AwaitingPromotion: set the annotation spinrun.dev/promote or"
                + " spinrun.dev/reject to candidate.name. Succeeded: all iterations are promoted, or"
                + " the run stopped at a rejection. Failed: see the condition Failed.")
        Phase phase,
    @JsonPropertyDescription("What is happening, or what is wrong and what to do about it.")
        @Size(max = 2048)
        @Nullable String message,
    @JsonPropertyDescription("Iteration in progress, or the last one. 0 is the base model.")
        int iteration,
    @JsonPropertyDescription("The iteration and spec.iterations, for example 2/3.") @Size(max = 7)
        String iterationText,
    @JsonPropertyDescription("The iteration in progress. Starts anew with each iteration.")
        IterationInProgress current,
    @JsonPropertyDescription("Active time, on which deadlines are measured.") RunClock clock,
    @JsonPropertyDescription("When the run ended and its outcome was written to the store.")
        @Nullable Instant finishedAt,
    @JsonPropertyDescription(
            "The metadata.uid of the SpinRun that spec.model.from names, once found.")
        @Size(max = 64)
        @Nullable String parentUid,
    @JsonPropertyDescription("The newest measured candidate, whether or not it is promoted.")
        @Nullable MeasuredCandidate candidate,
    @JsonPropertyDescription("The newest promoted checkpoint.") @Nullable Opponent opponent,
    @JsonPropertyDescription("Results of the last 10 iterations; the store holds all of them.")
        @Size(max = 10)
        List<IterationResult> iterations,
    @JsonPropertyDescription("Totals of the whole run.") Totals totals,
    @JsonPropertyDescription(
            "What the run takes as a whole, as of its last Job. Absent until the inputs are checked.")
        @Nullable Estimate estimate,
    @JsonPropertyDescription(
            "The last 10 annotations that were answered, and who set them. The latest one of each"
                + " action is always kept.")
        @Size(max = 10)
        List<ManualDecision> decisions,
    @JsonPropertyDescription("Failures of the iteration in progress.") Failures failures,
    @JsonPropertyDescription(
            "Reconciling: in progress. Stalled: somebody must act. StoreReachable. Suspended."
                + " Complete. Failed.")
        @Size(max = 8)
        List<Condition> conditions)
    implements SpinRunStatusBuilder.With {

  /** Fields that an older version has not written have their first values. */
  public SpinRunStatus {
    phase = phase == null ? Phase.PENDING : phase;
    current = current == null ? IterationInProgress.NOT_BEGUN : current;
    iterations = iterations == null ? List.of() : List.copyOf(iterations);
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
    decisions = decisions == null ? List.of() : List.copyOf(decisions);
    failures = failures == null ? Failures.NONE : failures;
    totals = totals == null ? Totals.NONE : totals;
    clock = clock == null ? RunClock.UNSTARTED : clock;
  }

  /** The status of a run that nobody has looked at yet. */
  public static SpinRunStatus initial() {
    return SpinRunStatusBuilder.builder().iterationText("").build();
  }

  /** With the iteration in progress replaced by what becomes of it. */
  public SpinRunStatus withCurrent(UnaryOperator<IterationInProgress> move) {
    return withCurrent(move.apply(current));
  }
}
