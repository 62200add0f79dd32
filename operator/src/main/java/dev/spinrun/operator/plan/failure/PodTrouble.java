package dev.spinrun.operator.plan.failure;

import dev.spinrun.contract.failure.FailureClass;
import dev.spinrun.operator.plan.decision.Reason;
import dev.spinrun.operator.plan.decision.Verdict;
import dev.spinrun.operator.plan.situation.Situation;
import dev.spinrun.operator.resource.Jobs;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Why pods of a Job that has not failed do not run. */
public final class PodTrouble {
  /** A registry that is away for longer will not come back by waiting in the same pod. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final Set<String> NOT_STARTING =
      Set.of(
          "ImagePullBackOff",
          "ErrImagePull",
          "InvalidImageName",
          "ErrImageNeverPull",
          "CreateContainerConfigError",
          "CreateContainerError",
          "RunContainerError");

  private PodTrouble() {}

  /** What keeps pods of this Job from running at present, in the words of a verdict. */
  public static Optional<Verdict> explain(Situation s, Job job) {
    List<Pod> pods = s.podsOf(job);
    String refused = s.observed().warnings().get(job.getMetadata().getUid());
    if (refused != null && Jobs.lacksPods(job, pods)) {
      return Optional.of(
          Verdict.running(
              Reason.FAILED_CREATE,
              "Job %s has %s of its pods (%s). It goes on once the cluster admits them: check spec.pod, quotas and policies."
                  .formatted(
                      job.getMetadata().getName(), pods.isEmpty() ? "none" : "not all", refused)));
    }
    for (Pod pod : pods) {
      Optional<String> why = notStarting(s, pod);
      if (why.isPresent()) {
        return Optional.of(Verdict.running(Reason.POD_NOT_STARTING, why.get()));
      }
    }
    return pods.stream()
        .flatMap(pod -> pod.getStatus().getConditions().stream())
        .filter(c -> c.getType().equals("PodScheduled") && "Unschedulable".equals(c.getReason()))
        .filter(c -> "False".equals(c.getStatus()))
        .findFirst()
        .map(
            c ->
                Verdict.running(
                    Reason.POD_UNSCHEDULABLE, "No node takes the pod: " + c.getMessage()));
  }

  /** Whether a pod waits for what it mounts, which may be a ConfigMap that somebody deleted. */
  public static boolean isStuck(Situation s, Job job) {
    return s.podsOf(job).stream()
        .anyMatch(pod -> s.observed().warnings().containsKey(pod.getMetadata().getUid()));
  }

  private static Optional<String> notStarting(Situation s, Pod pod) {
    Optional<String> waiting = waiting(pod).map(w -> sentence(pod, w));
    return waiting.isPresent()
        ? waiting
        : Optional.ofNullable(s.observed().warnings().get(pod.getMetadata().getUid()))
            .map(
                warning ->
                    "Pod %s does not start (%s).".formatted(pod.getMetadata().getName(), warning));
  }

  /** The failure that follows if a pod is lost, or could not be started for too long. */
  static Optional<Diagnosis> tooLong(Situation s, Job job) {
    for (Pod pod : s.podsOf(job)) {
      if (Jobs.isAlive(pod) && Jobs.isLost(pod, s.now())) {
        return Optional.of(
            new Diagnosis(
                FailureClass.INFRASTRUCTURE,
                "Pod %s was deleted but has not terminated; node %s is unreachable."
                    .formatted(pod.getMetadata().getName(), pod.getSpec().getNodeName())));
      }
      Optional<String> why = notStarting(s, pod);
      if (why.isPresent() && since(pod).plus(PATIENCE).isBefore(s.now())) {
        return Optional.of(
            new Diagnosis(
                FailureClass.INFRASTRUCTURE,
                "%s Still failing after %d minutes.".formatted(why.get(), PATIENCE.toMinutes())));
      }
    }
    return Optional.empty();
  }

  private static Instant since(Pod pod) {
    String start = pod.getStatus().getStartTime();
    return Instant.parse(start == null ? pod.getMetadata().getCreationTimestamp() : start);
  }

  private static Optional<ContainerStateWaiting> waiting(Pod pod) {
    if (pod.getStatus() == null || pod.getStatus().getContainerStatuses() == null) {
      return Optional.empty();
    }
    return pod.getStatus().getContainerStatuses().stream()
        .filter(c -> c.getState() != null && c.getState().getWaiting() != null)
        .map(c -> c.getState().getWaiting())
        .filter(w -> NOT_STARTING.contains(String.valueOf(w.getReason())))
        .findFirst();
  }

  private static String sentence(Pod pod, ContainerStateWaiting waiting) {
    return "Pod %s cannot start its container (%s): %s Check spec.pod."
        .formatted(
            pod.getMetadata().getName(),
            waiting.getReason(),
            waiting.getMessage() == null ? "no details." : waiting.getMessage());
  }
}
