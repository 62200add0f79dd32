package dev.spinrun.operator.plan.policy;

import dev.spinrun.contract.failure.FailureClass;
import dev.spinrun.contract.life.StageProgress;
import dev.spinrun.contract.plan.FrozenPlan;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.operator.observe.StoreFacts;
import dev.spinrun.operator.observe.StoreQuestion;
import dev.spinrun.operator.observe.TotalProgress;
import dev.spinrun.operator.plan.course.Measured;
import dev.spinrun.operator.plan.course.Progression;
import dev.spinrun.operator.plan.decision.Action;
import dev.spinrun.operator.plan.decision.Decision;
import dev.spinrun.operator.plan.decision.Reason;
import dev.spinrun.operator.plan.decision.Verdict;
import dev.spinrun.operator.plan.failure.Diagnosis;
import dev.spinrun.operator.plan.failure.PodTrouble;
import dev.spinrun.operator.plan.failure.Retries;
import dev.spinrun.operator.plan.promotion.Promotions;
import dev.spinrun.operator.plan.situation.Policy;
import dev.spinrun.operator.plan.situation.Situation;
import dev.spinrun.operator.resource.Jobs;
import dev.spinrun.operator.resource.Labels;
import dev.spinrun.operator.resource.Names;
import dev.spinrun.operator.resource.PlanConfigMap;
import dev.spinrun.operator.resource.Platform;
import dev.spinrun.operator.resource.StageJob;
import dev.spinrun.operator.resource.WorkerNetwork;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Sees the Job of the stage in progress through: it is created, it works, it is done. */
public final class StagePolicy implements Policy {
  /** Pods tell of progress every few seconds, between two images or steps. */
  private static final Duration SILENCE = Duration.ofMinutes(30);

  private final Platform platform;

  public StagePolicy(Platform platform) {
    this.platform = platform;
  }

  @Override
  public Optional<Decision> decide(Situation s) {
    Optional<Job> job = s.job();
    if (job.isEmpty()) {
      return Optional.of(s.isStarted() && isCommitted(s) ? done(s) : begin(s));
    }
    return Optional.of(Jobs.isComplete(job.get()) ? complete(s, job.get()) : working(s, job.get()));
  }

  private static boolean isCommitted(Situation s) {
    StoreFacts facts = s.facts();
    FrozenPlan plan = facts.plan();
    return switch (s.stage()) {
      case PREPARE ->
          s.iteration() == 0
              ? facts.prepared() != null && facts.candidate() != null
              : plan != null && s.isPrepared(plan.plan().reading());
      case GENERATE ->
          plan != null && facts.shards() >= StageJob.shards(Stage.GENERATE, plan.plan());
      case TRAIN -> facts.candidate() != null;
      case EVALUATE -> facts.evaluation() != null;
      case PROMOTE -> false;
    };
  }

  private Decision begin(Situation s) {
    Instant retryAt = s.retryAt();
    if (retryAt != null && retryAt.isAfter(s.now())) {
      String message = s.status().message();
      return Decision.of(
              s.status(),
              Verdict.running(
                  Reason.RETRY_SCHEDULED, message == null ? "Retry at " + retryAt : message))
          .lookAgainIn(Duration.between(s.now(), retryAt).plus(Decision.SOON));
    }
    if (hasEarlierPods(s)) {
      return Decision.of(
          s.status(),
          Verdict.running(
              Reason.WAITING_FOR_PODS,
              "Pods of an earlier attempt are still going; the next one starts after them."));
    }
    SpinRunStatus next = s.isStarted() ? s.status() : Progression.begin(s, s.status());
    StageJob job = job(s, next);
    return Progression.started(
        s, next, creations(job, PlanConfigMap.build(s.run(), job.plan(), platform)));
  }

  /** Creates these, what the Job needs, and the Job, in this order. */
  private static Action[] creations(StageJob job, HasMetadata... first) {
    return Stream.of(Stream.of(first), WorkerNetwork.of(job).stream(), Stream.of(job.build()))
        .flatMap(objects -> objects)
        .map(Action.Create::new)
        .toArray(Action[]::new);
  }

  /** The Job of the stage and attempt in that status. */
  private StageJob job(Situation s, SpinRunStatus status) {
    return new StageJob(
        s.run(),
        platform,
        Objects.requireNonNull(s.facts().plan(), "IterationPolicy freezes it"),
        Names.stage(s.spec(), status),
        status.current().attempt(),
        StoreQuestion.of(s.run(), status).candidateAttempt());
  }

  /** A pod whose node is lost may never go: what it still writes lies below its own attempt. */
  private static boolean hasEarlierPods(Situation s) {
    List<Job> earlier = s.earlierJobs();
    return earlier.stream().anyMatch(job -> !Jobs.isFinished(job) && !hasOnlyLostPods(s, job))
        || s.observed().pods().stream()
            .anyMatch(pod -> Jobs.isAlive(pod) && !Jobs.isLost(pod, s.now()));
  }

  private static boolean hasOnlyLostPods(Situation s, Job job) {
    List<Pod> pods = s.podsOf(job);
    return !pods.isEmpty()
        && pods.stream().allMatch(pod -> !Jobs.isAlive(pod) || Jobs.isLost(pod, s.now()));
  }

  /** The store was looked into after the Job was seen to be complete. */
  private Decision complete(Situation s, Job job) {
    return isCommitted(s)
        ? done(s)
        : Retries.failed(
            s,
            new Diagnosis(
                FailureClass.APPLICATION,
                "Job %s is complete, but what it should have committed is not in the store."
                    .formatted(job.getMetadata().getName())));
  }

  /** The next stage begins in the same step, unless pods are still about. */
  private Decision done(Situation s) {
    Stage following = s.following();
    SpinRunStatus next = Progression.following(s);
    if (following == Stage.PROMOTE) {
      return Decision.of(
              next.withCandidate(Measured.of(s, s.store().question().candidateAttempt())),
              Promotions.promoting(s))
          .lookAgainIn(Decision.SOON);
    }
    if (!hasEarlierPods(s)) {
      // The iteration's settings are there since its first Job.
      return Progression.started(s, next, creations(job(s, next)));
    }
    return Decision.of(
            next,
            Verdict.running(
                Reason.STAGE_DONE,
                "%s of iteration %d is done, %s follows."
                    .formatted(s.stage().title(), s.iteration(), following.title())))
        .lookAgainIn(Decision.SOON);
  }

  private Decision working(Situation s, Job job) {
    String name = job.getMetadata().getName();
    TotalProgress progress = s.facts().progress();
    SpinRunStatus next =
        progress == null
            ? s.status()
            : s.status().withCurrent(c -> c.withProgress(shown(progress)));
    if (Jobs.isSuspended(job)) {
      return Labels.isQueued(job)
          ? Decision.of(
              next, Verdict.running(Reason.QUEUED, "Job " + name + " waits in its queue."))
          : Decision.of(
              next,
              Verdict.running(Reason.STAGE_STARTING, "Job " + name + " goes on."),
              new Action.Suspend(name, false));
    }
    Decision decision =
        Decision.of(
            next,
            PodTrouble.explain(s, job).orElseGet(() -> atWork(s, job)),
            PodTrouble.isStuck(s, job) ? planAgain(s) : new Action[0]);
    // About to be complete, unless the event that says so is lost.
    return Jobs.idleSince(job, s.podsOf(job)).isPresent()
        ? decision.lookAgainIn(Decision.SHORTLY)
        : decision;
  }

  /** The settings that pods mount, in case that somebody has deleted them. */
  private Action[] planAgain(Situation s) {
    return Stream.ofNullable(s.facts().plan())
        .map(plan -> new Action.Create(PlanConfigMap.build(s.run(), plan, platform)))
        .toArray(Action[]::new);
  }

  /** Nobody but the pods themselves can tell that they hang. */
  private static Verdict atWork(Situation s, Job job) {
    TotalProgress progress = s.facts().progress();
    return progress == null
            || !progress.updatedAt().plus(SILENCE).isBefore(s.now())
            || Jobs.startedAt(s.podsOf(job))
                .filter(t -> t.plus(SILENCE).isAfter(s.now()))
                .isPresent()
        ? running(s, job)
        : Verdict.running(
            Reason.PROGRESS_STALLED,
            "%s of iteration %d has not told of any progress since %s (Job %s). Look at its log; if it hangs, delete the pod: the stage goes on from what is committed."
                .formatted(
                    s.stage().title(),
                    s.iteration(),
                    progress.updatedAt().truncatedTo(ChronoUnit.SECONDS),
                    job.getMetadata().getName()));
  }

  private static Verdict running(Situation s, Job job) {
    return Verdict.running(
        Reason.STAGE_RUNNING,
        "%s of iteration %d runs as Job %s."
            .formatted(s.stage().title(), s.iteration(), job.getMetadata().getName()));
  }

  private static StageProgress shown(TotalProgress progress) {
    int percent =
        progress.total() <= 0
            ? 0
            : (int) Math.max(0, Math.min(100, 100 * progress.done() / progress.total()));
    return new StageProgress(
        progress.done(),
        progress.total(),
        progress.unit(),
        percent,
        percent + "%",
        progress.lastCheckpoint(),
        progress.updatedAt(),
        progress.secondsLeft());
  }
}
