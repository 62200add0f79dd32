package dev.spinrun.operator.plan.failure;

import dev.spinrun.contract.failure.FailureClass;
import dev.spinrun.contract.failure.LastWord;
import dev.spinrun.operator.resource.Jobs;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Why a Job failed, as its pods tell it.
 *
 * @param message what happened, where, and what to do
 */
public record Diagnosis(FailureClass failureClass, String message) {
  /** Set by the kubelet or the node controller when it is they who end a pod. */
  private static final Set<String> NODE_REASONS =
      Set.of(
          "Evicted",
          "NodeLost",
          "NodeShutdown",
          "Terminated",
          "Preempting",
          "UnexpectedAdmissionError",
          "NodeAffinity");

  private static final int LOG_TAIL = 400;

  /** The gravest of what the failed pods of this Job died of. */
  static Diagnosis of(Job job, List<Pod> pods) {
    return pods.stream()
        .filter(pod -> Jobs.isFailedPodOf(pod, job))
        .map(Diagnosis::of)
        .min(Comparator.comparing(Diagnosis::failureClass))
        .orElseGet(() -> withoutPods(job));
  }

  /** A pod that is gone was deleted, or its node was: neither is the run's fault. */
  private static Diagnosis withoutPods(Job job) {
    Optional<JobCondition> failure = Jobs.failure(job);
    return new Diagnosis(
        FailureClass.INFRASTRUCTURE,
        "Job %s failed (%s), and no pod is left to say why."
            .formatted(
                job.getMetadata().getName(),
                failure.map(c -> c.getReason() + ": " + c.getMessage()).orElse("no reason")));
  }

  private static Diagnosis of(Pod pod) {
    String name = "Pod " + pod.getMetadata().getName();
    Optional<ContainerStateTerminated> end = end(pod);
    Optional<LastWord> lastWord =
        end.map(ContainerStateTerminated::getMessage).flatMap(LastWord::find);
    if (lastWord.isPresent() && lastWord.get().failureClass() != FailureClass.STOPPED) {
      return new Diagnosis(lastWord.get().failureClass(), name + ": " + lastWord.get().message());
    }
    Optional<Diagnosis> node = disruption(pod, name);
    if (node.isPresent()) {
      return node.get();
    }
    return end.map(e -> of(e, pod, name))
        .orElseGet(
            () ->
                new Diagnosis(
                    FailureClass.INFRASTRUCTURE,
                    "%s failed before its container started (%s)."
                        .formatted(name, pod.getStatus().getReason())));
  }

  private static Optional<Diagnosis> disruption(Pod pod, String name) {
    String reason = pod.getStatus().getReason();
    Optional<PodCondition> condition =
        pod.getStatus().getConditions().stream()
            .filter(c -> c.getType().equals("DisruptionTarget") && "True".equals(c.getStatus()))
            .findFirst();
    if (condition.isEmpty()
        && (reason == null || !(NODE_REASONS.contains(reason) || reason.startsWith("OutOf")))) {
      return Optional.empty();
    }
    String why =
        condition
            .map(c -> c.getReason() + ": " + c.getMessage())
            .orElseGet(() -> reason + ": " + pod.getStatus().getMessage());
    return Optional.of(
        new Diagnosis(
            FailureClass.INFRASTRUCTURE, "%s was ended by the cluster (%s).".formatted(name, why)));
  }

  private static Diagnosis of(ContainerStateTerminated end, Pod pod, String name) {
    if ("OOMKilled".equals(end.getReason())) {
      return new Diagnosis(
          FailureClass.APPLICATION,
          "%s was killed because it used more memory than its limit%s. Raise %s.resources.limits.memory or lower %s."
              .formatted(name, memoryLimit(pod), stageField(pod), batchField(pod)));
    }
    int code = end.getExitCode();
    FailureClass failureClass = FailureClass.ofExitCode(code);
    if (failureClass == FailureClass.STOPPED) {
      return new Diagnosis(
          FailureClass.STOPPED,
          name + " was told to stop (exit code 143), though nobody suspended the run.");
    }
    String tail = end.getMessage() == null ? "" : end.getMessage().strip();
    return new Diagnosis(
        failureClass,
        "%s ended with exit code %d%s."
            .formatted(
                name,
                code,
                tail.isEmpty()
                    ? " and said nothing; see its log"
                    : ": " + tail.substring(Math.max(0, tail.length() - LOG_TAIL))));
  }

  private static String memoryLimit(Pod pod) {
    var limits = pod.getSpec().getContainers().get(0).getResources();
    var memory =
        limits == null || limits.getLimits() == null ? null : limits.getLimits().get("memory");
    return memory == null ? " or than its node had" : " of " + memory;
  }

  private static String component(Pod pod) {
    var labels = pod.getMetadata().getLabels();
    String component = labels == null ? null : labels.get("app.kubernetes.io/component");
    return component == null ? "train" : component.toLowerCase(Locale.ROOT);
  }

  private static String stageField(Pod pod) {
    return "spec." + component(pod);
  }

  private static String batchField(Pod pod) {
    return switch (component(pod)) {
      case "train" -> "spec.train.microBatchSize";
      case "prepare" -> "spec.prepare.batchSize";
      default -> "spec.generate.batchSize";
    };
  }

  private static Optional<ContainerStateTerminated> end(Pod pod) {
    return pod.getStatus().getContainerStatuses().stream()
        .map(c -> c.getState())
        .filter(state -> state != null && state.getTerminated() != null)
        .map(state -> state.getTerminated())
        .findFirst();
  }
}
