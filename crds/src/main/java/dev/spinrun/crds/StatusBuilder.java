package dev.spinrun.crds;

import dev.spinrun.contract.plan.Stage;
import dev.spinrun.crds.status.Amendment;
import dev.spinrun.crds.status.Failures;
import dev.spinrun.crds.status.IterationResult;
import dev.spinrun.crds.status.ManualDecision;
import dev.spinrun.crds.status.MeasuredCandidate;
import dev.spinrun.crds.status.Opponent;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.crds.status.RunClock;
import dev.spinrun.crds.status.StageProgress;
import dev.spinrun.crds.status.Totals;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A status in the making: each method changes one field and returns this. */
public final class StatusBuilder {
  private @Nullable Long observedGeneration;
  private Phase phase = Phase.PENDING;
  private @Nullable String message;
  private int iteration = 0;
  private String iterationText = "";
  private @Nullable Instant iterationStartedAt;
  private @Nullable Stage stage;
  private @Nullable Instant stageStartedAt;
  private int attempt = 1;
  private int stageFirstAttempt = 1;
  private @Nullable Integer candidateAttempt;
  private int jobsStarted = 0;
  private long gpuSeconds = 0;
  private @Nullable String job;
  private @Nullable Instant retryAt;
  private int revision = 0;
  private @Nullable Amendment amendment;
  private int rejections = 0;
  private RunClock clock = RunClock.UNSTARTED;
  private @Nullable Instant finishedAt;
  private @Nullable String parentUid;
  private @Nullable StageProgress progress;
  private @Nullable MeasuredCandidate candidate;
  private @Nullable Opponent opponent;
  private List<IterationResult> iterations = List.of();
  private Totals totals = Totals.NONE;
  private List<ManualDecision> decisions = List.of();
  private Failures failures = Failures.NONE;
  private List<Condition> conditions = List.of();

  StatusBuilder() {}

  StatusBuilder(SpinRunStatus from) {
    observedGeneration = from.observedGeneration();
    phase = from.phase();
    message = from.message();
    iteration = from.iteration();
    iterationText = from.iterationText();
    iterationStartedAt = from.iterationStartedAt();
    stage = from.stage();
    stageStartedAt = from.stageStartedAt();
    attempt = from.attempt();
    stageFirstAttempt = from.stageFirstAttempt();
    candidateAttempt = from.candidateAttempt();
    jobsStarted = from.jobsStarted();
    gpuSeconds = from.gpuSeconds();
    job = from.job();
    retryAt = from.retryAt();
    revision = from.revision();
    amendment = from.amendment();
    rejections = from.rejections();
    clock = from.clock();
    finishedAt = from.finishedAt();
    parentUid = from.parentUid();
    progress = from.progress();
    candidate = from.candidate();
    opponent = from.opponent();
    iterations = from.iterations();
    totals = from.totals();
    decisions = from.decisions();
    failures = from.failures();
    conditions = from.conditions();
  }

  public StatusBuilder observedGeneration(@Nullable Long value) {
    observedGeneration = value;
    return this;
  }

  public StatusBuilder phase(Phase value) {
    phase = value;
    return this;
  }

  public StatusBuilder message(@Nullable String value) {
    message = value;
    return this;
  }

  public StatusBuilder iteration(int value) {
    iteration = value;
    return this;
  }

  public StatusBuilder iterationText(String value) {
    iterationText = value;
    return this;
  }

  public StatusBuilder iterationStartedAt(@Nullable Instant value) {
    iterationStartedAt = value;
    return this;
  }

  public StatusBuilder stage(@Nullable Stage value) {
    stage = value;
    return this;
  }

  public StatusBuilder stageStartedAt(@Nullable Instant value) {
    stageStartedAt = value;
    return this;
  }

  public StatusBuilder attempt(int value) {
    attempt = value;
    return this;
  }

  public StatusBuilder candidateAttempt(@Nullable Integer value) {
    candidateAttempt = value;
    return this;
  }

  public StatusBuilder jobsStarted(int value) {
    jobsStarted = value;
    return this;
  }

  /** A Job of this name has begun, and counts. */
  public StatusBuilder jobStarted(String name) {
    jobsStarted++;
    totals = totals.plusAttempt();
    return job(name);
  }

  public StatusBuilder job(@Nullable String value) {
    job = value;
    return this;
  }

  public StatusBuilder retryAt(@Nullable Instant value) {
    retryAt = value;
    return this;
  }

  public StatusBuilder progress(@Nullable StageProgress value) {
    progress = value;
    return this;
  }

  public StatusBuilder candidate(@Nullable MeasuredCandidate value) {
    candidate = value;
    return this;
  }

  public StatusBuilder opponent(@Nullable Opponent value) {
    opponent = value;
    return this;
  }

  public StatusBuilder iterations(List<IterationResult> value) {
    iterations = value;
    return this;
  }

  public StatusBuilder failures(Failures value) {
    failures = value;
    return this;
  }

  public StatusBuilder conditions(List<Condition> value) {
    conditions = value;
    return this;
  }

  public StatusBuilder gpuSeconds(long value) {
    gpuSeconds = value;
    return this;
  }

  public StatusBuilder revision(int value) {
    revision = value;
    return this;
  }

  public StatusBuilder amendment(@Nullable Amendment value) {
    amendment = value;
    return this;
  }

  public StatusBuilder rejections(int value) {
    rejections = value;
    return this;
  }

  public StatusBuilder clock(RunClock value) {
    clock = value;
    return this;
  }

  public StatusBuilder totals(Totals value) {
    totals = value;
    return this;
  }

  public StatusBuilder decisions(List<ManualDecision> value) {
    decisions = value;
    return this;
  }

  public StatusBuilder stageFirstAttempt(int value) {
    stageFirstAttempt = value;
    return this;
  }

  public StatusBuilder finishedAt(@Nullable Instant value) {
    finishedAt = value;
    return this;
  }

  public StatusBuilder parentUid(@Nullable String value) {
    parentUid = value;
    return this;
  }

  /** The status as it stands now. */
  public SpinRunStatus build() {
    return new SpinRunStatus(
        observedGeneration,
        phase,
        message,
        iteration,
        iterationText,
        iterationStartedAt,
        stage,
        stageStartedAt,
        attempt,
        stageFirstAttempt,
        candidateAttempt,
        jobsStarted,
        gpuSeconds,
        job,
        retryAt,
        revision,
        amendment,
        rejections,
        clock,
        finishedAt,
        parentUid,
        progress,
        candidate,
        opponent,
        iterations,
        totals,
        decisions,
        failures,
        conditions);
  }
}
