package dev.spinrun.operator.observe;

import dev.spinrun.crds.SpinRun;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.crds.spec.ParentIteration;
import dev.spinrun.operator.resource.Jobs;
import dev.spinrun.operator.resource.ManualRequest;
import dev.spinrun.operator.resource.Names;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is known of a run: caches first, and the API server where a cache that lags would
 * mislead.
 */
public final class Observer {
  private final KubernetesClient client;
  private final StoreWatch stores;
  private final Clock clock;

  /** Reads through this client and this watch. */
  public Observer(KubernetesClient client, StoreWatch stores, Clock clock) {
    this.client = client;
    this.stores = stores;
    this.clock = clock;
  }

  /** All that is known of the run now. */
  public Observed observe(SpinRun run, Context<SpinRun> context) {
    // Before the reads: a time that is too early only delays a decision.
    Instant now = clock.instant();
    SpinRunStatus status = run.getStatus() == null ? SpinRunStatus.initial() : run.getStatus();
    List<Job> jobs = new ArrayList<>(context.getSecondaryResources(Job.class));
    jobs.removeIf(job -> !Names.isOwnedBy(job, run));
    addMissing(run, status, jobs);
    List<Pod> pods = new ArrayList<>(context.getSecondaryResources(Pod.class));
    jobs.stream().filter(Jobs::isFailed).forEach(job -> addMissing(job, pods));
    return new Observed(run, jobs, pods, store(run, status), parent(run, status), now);
  }

  /** A run that rests is not looked after in the store: there may be thousands. */
  private StoreView store(SpinRun run, SpinRunStatus status) {
    StoreQuestion question = StoreQuestion.of(run, status);
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
    return from == null || status.parentUid() != null
        ? null
        : client
            .resources(SpinRun.class)
            .inNamespace(run.getMetadata().getNamespace())
            .withName(from.run())
            .get();
  }

  /** A Job that is recorded as created but not in the cache may only be late in it. */
  private void addMissing(SpinRun run, SpinRunStatus status, List<Job> jobs) {
    String name = status.job();
    if (name == null || jobs.stream().anyMatch(j -> j.getMetadata().getName().equals(name))) {
      return;
    }
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
