package dev.spinrun.crds;

import dev.spinrun.contract.life.IterationInProgress;
import dev.spinrun.crds.status.Failures;
import dev.spinrun.crds.status.IterationResult;
import dev.spinrun.crds.status.ManualDecision;
import dev.spinrun.crds.status.MeasuredCandidate;
import dev.spinrun.crds.status.Opponent;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.crds.status.RunClock;
import dev.spinrun.crds.status.Totals;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A status in the making: each method changes one field and returns this. */
public final class StatusBuilder {
  private @Nullable Long observedGeneration;
  private Phase phase = Phase.PENDING;
  private @Nullable String message;
  private int iteration = 0;
  private String iterationText = "";
  private IterationInProgress current = IterationInProgress.NOT_BEGUN;
  private RunClock clock = RunClock.UNSTARTED;
  private @Nullable Instant finishedAt;
  private @Nullable String parentUid;
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
    current = from.current();
    clock = from.clock();
    finishedAt = from.finishedAt();
    parentUid = from.parentUid();
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

  /** Replaces the iteration in progress by what becomes of it. */
  public StatusBuilder current(UnaryOperator<IterationInProgress> move) {
    current = move.apply(current);
    return this;
  }

  /** A Job of this name has begun, and counts. */
  public StatusBuilder jobStarted(String name) {
    totals = totals.plusAttempt();
    current =
        current.toBuilder().job(name).jobsStarted(current.jobsStarted() + 1).retryAt(null).build();
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
        current,
        clock,
        finishedAt,
        parentUid,
        candidate,
        opponent,
        iterations,
        totals,
        decisions,
        failures,
        conditions);
  }
}
