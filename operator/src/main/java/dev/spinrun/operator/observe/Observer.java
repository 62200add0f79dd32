package dev.spinrun.operator.observe;

import dev.spinrun.crds.SpinRun;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.crds.spec.ParentIteration;
import dev.spinrun.operator.resource.Jobs;
import dev.spinrun.operator.resource.Labels;
import dev.spinrun.operator.resource.ManualRequest;
import dev.spinrun.operator.resource.Names;
import dev.spinrun.operator.resource.NewerVersions;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is known of a run: caches first, and the API server where a cache that lags would
 * mislead.
 */
public final class Observer {
  /** The Job controller needs about a second to see that a pod has ended. */
  private static final Duration LATE = Duration.ofSeconds(10);

  private final KubernetesClient client;
  private final Warnings warnings;
  private final StoreViews stores;
  private final Clock clock;

  /** Reads through this client and this watch. */
  public Observer(KubernetesClient client, StoreViews stores, Clock clock) {
    this.client = client;
    this.warnings = new Warnings(client);
    this.stores = stores;
    this.clock = clock;
  }

  /** The time by which all is judged. */
  public Instant now() {
    return clock.instant();
  }

  /** All that is known of the run now. */
  public Observed observe(SpinRun run, Context<SpinRun> context) {
    // Before the reads: a time that is too early only delays a decision.
    Instant now = now();
    SpinRunStatus status = run.getStatus() == null ? SpinRunStatus.initial() : run.getStatus();
    List<Job> jobs = new ArrayList<>(context.getSecondaryResources(Job.class));
    jobs.removeIf(job -> !Names.isOwnedBy(job, run));
    List<Pod> pods = new ArrayList<>(context.getSecondaryResources(Pod.class));
    pods.removeIf(pod -> !Labels.isOf(pod, run));
    correct(run, status, jobs, pods, now);
    jobs.stream().filter(Jobs::isFailed).forEach(job -> addMissing(job, pods));
    return new Observed(
        run,
        jobs,
        pods,
        warnings.about(Jobs.late(jobs, pods, now)),
        store(run, status, jobs),
        parent(run, status),
        now);
  }

  /** A run that rests is not looked after in the store: there may be thousands. */
  private StoreView store(SpinRun run, SpinRunStatus status, List<Job> jobs) {
    StoreQuestion question = StoreQuestion.of(run, status, jobs);
    return isAtRest(run, status) ? StoreView.unanswered(question) : stores.view(question);
  }

  /** Whether nothing in the store can matter to this run before somebody changes the object. */
  public static boolean isAtRest(SpinRun run, SpinRunStatus status) {
    return status.phase().isEnd()
        && status.finishedAt() != null
        && run.getMetadata().getDeletionTimestamp() == null
        && ManualRequest.open(run, status, ManualRequest.Action.RETRY).isEmpty();
  }

  /** Read until it is found once, and only by runs that branch off. */
  private @Nullable SpinRun parent(SpinRun run, SpinRunStatus status) {
    ParentIteration from = run.getSpec().model().from();
    if (from == null || status.parentUid() != null) {
      return null;
    }
    SpinRun parent =
        client
            .resources(SpinRun.class)
            .inNamespace(run.getMetadata().getNamespace())
            .withName(from.run())
            .get();
    return parent == null || NewerVersions.notUnderstood(parent).isPresent() ? null : parent;
  }

  /**
   * A Job that is recorded as created but not in the cache may only be late in it; one whose pods
   * have ended is over or gone, and the event that said so may be lost.
   */
  private void correct(
      SpinRun run, SpinRunStatus status, List<Job> jobs, List<Pod> pods, Instant now) {
    Set<String> doubtful = new HashSet<>();
    for (Job job : jobs) {
      if (Jobs.idleSince(job, pods).filter(t -> t.plus(LATE).isBefore(now)).isPresent()) {
        doubtful.add(job.getMetadata().getName());
      }
    }
    String recorded = status.current().job();
    if (recorded != null
        && jobs.stream().noneMatch(j -> j.getMetadata().getName().equals(recorded))) {
      doubtful.add(recorded);
    }
    jobs.removeIf(job -> doubtful.contains(job.getMetadata().getName()));
    for (String name : doubtful) {
      Job live =
          client
              .batch()
              .v1()
              .jobs()
              .inNamespace(run.getMetadata().getNamespace())
              .withName(name)
              .get();
      if (live != null && Names.isOwnedBy(live, run)) {
        jobs.add(live);
      }
    }
  }

  /** The pods of a failed Job tell why it failed; the two caches are not in step. */
  private void addMissing(Job job, List<Pod> pods) {
    if (pods.stream().anyMatch(pod -> Jobs.isFailedPodOf(pod, job))) {
      return;
    }
    pods.removeIf(pod -> Jobs.isPodOf(pod, job));
    pods.addAll(
        client
            .pods()
            .inNamespace(job.getMetadata().getNamespace())
            .withLabel(Jobs.JOB_NAME_LABEL, job.getMetadata().getName())
            .list()
            .getItems());
  }
}
