package dev.spinrun.operator.plan.situation;

import dev.spinrun.contract.layout.RunLayout;
import dev.spinrun.contract.life.IterationInProgress;
import dev.spinrun.contract.plan.FrozenPlan;
import dev.spinrun.contract.plan.Reading;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.contract.record.PreparedReference;
import dev.spinrun.crds.SpinRun;
import dev.spinrun.crds.SpinRunSpec;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.crds.status.ManualDecision;
import dev.spinrun.crds.status.MeasuredCandidate;
import dev.spinrun.crds.status.RunClock;
import dev.spinrun.operator.observe.Observed;
import dev.spinrun.operator.observe.StoreFacts;
import dev.spinrun.operator.observe.StoreView;
import dev.spinrun.operator.resource.Jobs;
import dev.spinrun.operator.resource.ManualRequest;
import dev.spinrun.operator.resource.Names;
import dev.spinrun.operator.resource.Stamp;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was observed, with the names that policies use for it. */
public record Situation(Observed observed) {
  /** As many as the CRD admits. */
  public static final int DECISIONS_KEPT = 10;

  /** The object as the API server has it. */
  public SpinRun run() {
    return observed.run();
  }

  /** What is wanted of the run. */
  public SpinRunSpec spec() {
    return run().getSpec();
  }

  /** Where the run stands, also before the first status is written. */
  public SpinRunStatus status() {
    SpinRunStatus status = run().getStatus();
    return status == null ? SpinRunStatus.initial() : status;
  }

  /** How far the iteration in progress is. */
  public IterationInProgress current() {
    return status().current();
  }

  /** The run's active time so far. */
  public RunClock clock() {
    return status().clock();
  }

  /** Before which no attempt starts: back-off stands still while the run does. */
  public @Nullable Instant retryAt() {
    return RunClock.later(current().retryAt(), clock().idle(now()));
  }

  /** Now, as precisely as times are recorded. */
  public Instant nowInSeconds() {
    return now().truncatedTo(ChronoUnit.SECONDS);
  }

  /** When the stage in progress began. */
  public Instant stageStartedAt() {
    return Objects.requireNonNullElse(current().stageStartedAt(), now());
  }

  /** What an annotation asks for, unless it was answered. */
  public Optional<ManualRequest> newRequest(ManualRequest.Action action) {
    return ManualRequest.open(run(), status(), action);
  }

  /** The decisions on record and one more, which is acted on. */
  public List<ManualDecision> decisionsWith(ManualRequest request) {
    return ManualRequest.kept(
        status().decisions(),
        List.of(request.accepted(iteration(), nowInSeconds())),
        DECISIONS_KEPT);
  }

  /** The measured candidate that people may decide on, since the status shows it to them. */
  public Optional<MeasuredCandidate> candidate() {
    return Optional.ofNullable(status().candidate()).filter(c -> stage() == Stage.PROMOTE);
  }

  /** What people decided on that candidate. */
  public Optional<ManualDecision> decisionOnCandidate() {
    return candidate()
        .flatMap(
            candidate ->
                status().decisions().stream()
                    .filter(d -> d.answer() == ManualDecision.Answer.ACCEPTED)
                    .filter(d -> d.value().equals(candidate.name()))
                    .findFirst());
  }

  /** When this was observed. */
  public Instant now() {
    return observed.now();
  }

  /** The latest answer of the run's store. */
  public StoreView store() {
    return observed.store();
  }

  /** What the store holds, as of that answer. */
  public StoreFacts facts() {
    return store().facts();
  }

  /** Where the run's objects lie in the store. */
  public RunLayout layout() {
    return store().question().layout();
  }

  /** The URI of what lies at this key of the run's store. */
  public String uri(String key) {
    return spec().storage().settings().uriOf(key);
  }

  /** The iteration in progress, or the last one. */
  public int iteration() {
    return status().iteration();
  }

  /** Whether an attempt at this iteration has begun. */
  public boolean isStarted() {
    return current().stage() != null;
  }

  /** The stage in progress, or the first one of an iteration that has not started. */
  public Stage stage() {
    return !isStarted() && mustPrepare() ? Stage.PREPARE : Names.stage(spec(), status());
  }

  private boolean mustPrepare() {
    FrozenPlan plan = facts().plan();
    return plan != null && iteration() > 0 && !isPrepared(plan.plan().reading());
  }

  /** Whether all examples are encoded that such a training reads. */
  public boolean isPrepared(Reading reading) {
    PreparedReference prepared = facts().prepared();
    return prepared != null && prepared.covers(reading);
  }

  /** The stages of the iteration in progress, in order. */
  public List<Stage> sequence() {
    return Stage.sequence(spec().method(), iteration());
  }

  /** The stage after the present one, which is not the last. */
  public Stage following() {
    return stage().followingIn(sequence());
  }

  /** The Job of the present attempt. */
  public Optional<Job> job() {
    return job(stage(), current().attempt());
  }

  /** The Job of an attempt at a stage of this iteration. */
  public Optional<Job> job(Stage stage, int attempt) {
    String name = Names.job(run(), iteration(), stage, attempt);
    return observed.jobs().stream()
        .filter(job -> job.getMetadata().getName().equals(name))
        .findFirst();
  }

  /** The observed pods that this Job made. */
  public List<Pod> podsOf(Job job) {
    return observed.pods().stream().filter(pod -> Jobs.isPodOf(pod, job)).toList();
  }

  /** Jobs of attempts that the status has left behind. */
  public List<Job> earlierJobs() {
    return observed.jobs().stream().filter(this::isEarlier).toList();
  }

  /** A Job of a later attempt is one that was created, but is not on record yet. */
  private boolean isEarlier(Job job) {
    return Stamp.of(job)
        .filter(s -> s.iteration() <= iteration())
        .filter(
            s ->
                s.iteration() < iteration()
                    || s.attempt() < current().attempt()
                    || (s.attempt() == current().attempt() && s.stage() != stage()))
        .isPresent();
  }
}
