package dev.spinrun.operator.resource;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What Jobs and their pods say of themselves. */
public final class Jobs {
  /** The Job controller's label on pods: the name of their Job. */
  public static final String JOB_NAME_LABEL = "batch.kubernetes.io/job-name";

  /** A kubelet that is alive reports the end of a killed pod within seconds. */
  private static final Duration LOST_AFTER = Duration.ofSeconds(60);

  /** Pods are created within a second, and volumes are mounted within a few. */
  private static final Duration LATE_AFTER = Duration.ofSeconds(30);

  private static final int MOST_LATE = 3;

  private Jobs() {}

  /** Whether all its pods have succeeded. */
  public static boolean isComplete(Job job) {
    return condition(job, "Complete").isPresent();
  }

  /** Whether it has given up. */
  public static boolean isFailed(Job job) {
    return failure(job).isPresent();
  }

  /** The condition that says why it has given up. */
  public static Optional<JobCondition> failure(Job job) {
    return condition(job, "Failed");
  }

  /** Whether it will do nothing more. */
  public static boolean isFinished(Job job) {
    return isComplete(job) || isFailed(job);
  }

  /** Whether it is told to have no pods. */
  public static boolean isSuspended(Job job) {
    return job.getSpec() != null && Boolean.TRUE.equals(job.getSpec().getSuspend());
  }

  /**
   * Since when none of its pods works, though it should have some and is not over.
   *
   * @param pods of any Jobs
   */
  public static Optional<Instant> idleSince(Job job, Collection<Pod> pods) {
    List<Pod> own = pods.stream().filter(pod -> isPodOf(pod, job)).toList();
    if (isFinished(job)
        || (isSuspended(job) && own.isEmpty())
        || own.stream().anyMatch(Jobs::isAlive)) {
      return Optional.empty();
    }
    return Stream.concat(
            Stream.ofNullable(job.getMetadata().getCreationTimestamp()).map(Instant::parse),
            own.stream().flatMap(pod -> endedAt(pod).stream()))
        .max(Instant::compareTo);
  }

  /** Jobs that lack pods, and pods whose containers do not start: for longer than is usual. */
  public static List<HasMetadata> late(Collection<Job> jobs, Collection<Pod> pods, Instant now) {
    return Stream.<HasMetadata>concat(
            jobs.stream().filter(job -> lacksPods(job, pods)), pods.stream().filter(Jobs::isBound))
        .filter(object -> isOlder(object, now))
        // Each costs a request, and hundreds of pods that wait do so for one reason.
        .limit(MOST_LATE)
        .toList();
  }

  /**
   * Whether a Job that is to work has no pod at all, or not all of those that only work together.
   */
  public static boolean lacksPods(Job job, Collection<Pod> pods) {
    if (isFinished(job) || isSuspended(job)) {
      return false;
    }
    long own = pods.stream().filter(pod -> isPodOf(pod, job)).count();
    boolean together = job.getSpec().getBackoffLimitPerIndex() == null;
    return own < (together ? Objects.requireNonNullElse(job.getSpec().getParallelism(), 1) : 1);
  }

  /** Whether the pod has a node, and none of its containers has started there. */
  public static boolean isBound(Pod pod) {
    return isPhase(pod, "Pending")
        && pod.getMetadata().getDeletionTimestamp() == null
        && pod.getSpec().getNodeName() != null;
  }

  private static boolean isOlder(HasMetadata object, Instant now) {
    String created = object.getMetadata().getCreationTimestamp();
    return created != null && Instant.parse(created).plus(LATE_AFTER).isBefore(now);
  }

  /** When the newest of these pods began; empty if none has a node. */
  public static Optional<Instant> startedAt(Collection<Pod> pods) {
    return pods.stream()
        .flatMap(pod -> Stream.ofNullable(pod.getStatus().getStartTime()))
        .map(Instant::parse)
        .max(Instant::compareTo);
  }

  /** When its container ended, by the clock of its node. */
  public static Optional<Instant> endedAt(Pod pod) {
    return pod.getStatus().getContainerStatuses().stream()
        .map(ContainerStatus::getState)
        .filter(state -> state != null && state.getTerminated() != null)
        .map(state -> state.getTerminated().getFinishedAt())
        .filter(Objects::nonNull)
        .findFirst()
        .map(Instant::parse);
  }

  /** Whether the pod was made by this Job. */
  public static boolean isPodOf(Pod pod, Job job) {
    Map<String, String> labels = pod.getMetadata().getLabels();
    return labels != null && job.getMetadata().getName().equals(labels.get(JOB_NAME_LABEL));
  }

  /** Whether the pod was made by this Job and has failed. */
  public static boolean isFailedPodOf(Pod pod, Job job) {
    return isPodOf(pod, job) && isPhase(pod, "Failed");
  }

  /** Whether a process of this pod may still run, or start. */
  public static boolean isAlive(Pod pod) {
    return !isPhase(pod, "Failed") && !isPhase(pod, "Succeeded");
  }

  /**
   * Whether the pod should be gone by now and is not: nobody on its node is left to say that it has
   * ended.
   */
  public static boolean isLost(Pod pod, Instant now) {
    String deleted = pod.getMetadata().getDeletionTimestamp();
    // The time by which it has to be gone: its grace period is in it.
    return deleted != null && Instant.parse(deleted).plus(LOST_AFTER).isBefore(now);
  }

  private static boolean isPhase(Pod pod, String phase) {
    return pod.getStatus() != null && phase.equals(pod.getStatus().getPhase());
  }

  private static Optional<JobCondition> condition(Job job, String type) {
    if (job.getStatus() == null || job.getStatus().getConditions() == null) {
      return Optional.empty();
    }
    return job.getStatus().getConditions().stream()
        .filter(c -> c.getType().equals(type) && "True".equals(c.getStatus()))
        .findFirst();
  }
}
