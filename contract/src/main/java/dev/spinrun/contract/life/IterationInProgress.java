package dev.spinrun.contract.life;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.spinrun.contract.json.Decimal;
import dev.spinrun.contract.plan.Revision;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.contract.settings.Divergence;
import io.fabric8.generator.annotation.Size;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far an iteration is. Attempts are numbered through the iteration, so that no two of them
 * share a key in the store, whatever is done again.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@RecordBuilder
public record IterationInProgress(
    @JsonPropertyDescription("When the iteration began.") @Nullable Instant startedAt,
    @JsonPropertyDescription("Stage in progress. Absent between iterations.") @Nullable Stage stage,
    @JsonPropertyDescription("When the stage in progress began, before any retries.")
        @Nullable Instant stageStartedAt,
    @JsonPropertyDescription("Attempt in progress, numbered from 1 through the iteration.")
        int attempt,
    @JsonPropertyDescription("First attempt at the stage in progress.") int stageFirstAttempt,
    @JsonPropertyDescription("Attempt that made the candidate being measured or promoted.")
        @Nullable Integer candidateAttempt,
    @JsonPropertyDescription("Name of the attempt's Job, once it is created.") @Size(max = 63)
        @Nullable String job,
    @JsonPropertyDescription("No new attempt starts before this time.") @Nullable Instant retryAt,
    @JsonPropertyDescription("Progress of the stage; advisory.") @Nullable StageProgress progress,
    @JsonPropertyDescription(
            "Revision of the iteration's plan: 0 at its start, higher after a retry with other"
                + " settings.")
        int revision,
    @JsonPropertyDescription(
            "How this revision of the plan differs from the plan that the iteration began with."
                + " Absent: it is frozen from the spec.")
        @Nullable Amendment amendment,
    @JsonPropertyDescription("Number of candidates that were rejected.") int rejections,
    @JsonPropertyDescription("Number of Jobs so far.") int jobsStarted,
    @JsonPropertyDescription("GPU-seconds so far.") long gpuSeconds)
    implements IterationInProgressBuilder.With {

  /** One that has not begun. */
  public static final IterationInProgress NOT_BEGUN = IterationInProgressBuilder.builder().build();

  public IterationInProgress {
    attempt = Math.max(1, attempt);
    stageFirstAttempt = Math.max(1, stageFirstAttempt);
  }

  /** The stage in progress, or the first of this sequence while none is. */
  public Stage stageIn(List<Stage> sequence) {
    return stage == null ? sequence.get(0) : stage;
  }

  /** The attempt whose candidate is of interest in this stage; 0 if there is none yet. */
  public int candidateAttemptIn(Stage stage, List<Stage> sequence) {
    if (candidateAttempt != null) {
      return candidateAttempt;
    }
    return stage.makesCandidateIn(sequence) ? attempt : 0;
  }

  /** The revision of the iteration's plan. */
  public Revision planRevision() {
    return amendment == null
        ? new Revision(revision, revision, null)
        : new Revision(revision, amendment.ofRevision(), amendment.continueFromAttempt());
  }

  /** With the time of its beginning, if it has none yet. */
  public IterationInProgress started(Instant now) {
    return startedAt == null ? withStartedAt(now) : this;
  }

  /** In this stage, at the attempt that is numbered already. */
  public IterationInProgress enters(Stage next, Instant now) {
    return at(next, attempt, now);
  }

  /** With a Job of this name for the attempt in progress. */
  public IterationInProgress jobStarted(String name) {
    return withJob(name).withJobsStarted(jobsStarted + 1).withRetryAt(null);
  }

  /** In the stage after the present one, which is done and not the last. */
  public IterationInProgress following(List<Stage> sequence, Instant now) {
    Stage done = stageIn(sequence);
    return at(done.followingIn(sequence), attempt + 1, now)
        .withCandidateAttempt(
            done.makesCandidateIn(sequence) ? Integer.valueOf(attempt) : candidateAttempt);
  }

  /** Back in the stage that makes the candidate. */
  public IterationInProgress makingAgain(List<Stage> sequence, Instant now) {
    Stage maker =
        sequence.stream().filter(s -> s.makesCandidateIn(sequence)).findFirst().orElseThrow();
    return at(maker, attempt + 1, now).withCandidateAttempt(null);
  }

  /** At the next attempt at the same stage. */
  public IterationInProgress tryingAgain() {
    return attempt(attempt + 1);
  }

  /** Back at its start, with a plan that is frozen anew. */
  public IterationInProgress startingOver() {
    return attempt(attempt + 1)
        .withStage(null)
        .withStageStartedAt(null)
        .withCandidateAttempt(null)
        .withRevision(revision + 1)
        .withAmendment(null);
  }

  /** With the plan's settings changed as the policy asks after a divergence. */
  public IterationInProgress afterDivergence(Divergence policy) {
    Amendment before = amendmentSoFar();
    Decimal factor = new Decimal(before.learningRateFactor()).times(policy.learningRateFactor());
    return amended(
        new Amendment(
            before.ofRevision(),
            factor.text(),
            before.seedShift() + (policy.newSeed() ? 1 : 0),
            policy.start() == Divergence.Start.LAST_CHECKPOINT
                ? Integer.valueOf(stageFirstAttempt)
                : null));
  }

  /** With another seed, from the opponent. */
  public IterationInProgress withNewSeed() {
    Amendment before = amendmentSoFar();
    return amended(
        new Amendment(
            before.ofRevision(), before.learningRateFactor(), before.seedShift() + 1, null));
  }

  /** Whether its plan has another seed than in that status. */
  public boolean hasOtherSeed(IterationInProgress than) {
    return amendmentSoFar().seedShift() != than.amendmentSoFar().seedShift();
  }

  /** With one rejection more, and another seed for the next candidate. */
  public IterationInProgress rejected() {
    return withNewSeed().withRejections(rejections + 1);
  }

  private Amendment amendmentSoFar() {
    return amendment == null ? new Amendment(revision, "1", 0, null) : amendment;
  }

  private IterationInProgress amended(Amendment other) {
    return withRevision(revision + 1).withAmendment(other);
  }

  private IterationInProgress at(Stage next, int number, Instant now) {
    return attempt(number)
        .withStage(next)
        .withStageStartedAt(now)
        .withStageFirstAttempt(number)
        .withRetryAt(null);
  }

  private IterationInProgress attempt(int number) {
    return withAttempt(number).withJob(null).withProgress(null);
  }
}
