package dev.spinrun.operator.plan;

import dev.spinrun.operator.resource.Jobs;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** What a kubelet or the scheduler say of a pod. */
final class PodStates {
  private PodStates() {}

  /** The pods of a Job, each in its state; the uid of a pod is its name. */
  static List<Pod> of(Job job, List<UnaryOperator<PodBuilder>> states) {
    return IntStream.range(0, states.size())
        .mapToObj(i -> states.get(i).apply(pod(job, i)).build())
        .toList();
  }

  private static PodBuilder pod(Job job, int index) {
    String name = job.getMetadata().getName();
    return new PodBuilder()
        .withNewMetadata()
        .withName(name + "-" + index)
        .withUid(name + "-" + index)
        .withLabels(job.getSpec().getTemplate().getMetadata().getLabels())
        .addToLabels(Jobs.JOB_NAME_LABEL, name)
        .endMetadata()
        .withSpec(job.getSpec().getTemplate().getSpec());
  }

  static UnaryOperator<PodBuilder> runs() {
    return p -> p.withStatus(new PodStatusBuilder().withPhase("Running").build());
  }

  static UnaryOperator<PodBuilder> runsSince(Instant start) {
    return p ->
        p.withStatus(
            new PodStatusBuilder().withPhase("Running").withStartTime(start.toString()).build());
  }

  static UnaryOperator<PodBuilder> ended(int exitCode, String reason, String message) {
    return p ->
        p.withStatus(
            new PodStatusBuilder()
                .withPhase("Failed")
                .addNewContainerStatus()
                .withName("trainer")
                .withNewState()
                .withNewTerminated()
                .withExitCode(exitCode)
                .withReason(reason)
                .withMessage(message)
                .withFinishedAt(Scene.NOW.minusSeconds(5).toString())
                .endTerminated()
                .endState()
                .endContainerStatus()
                .build());
  }

  static UnaryOperator<PodBuilder> disrupted(String reason) {
    return p ->
        p.withStatus(
            new PodStatusBuilder()
                .withPhase("Failed")
                .addNewCondition()
                .withType("DisruptionTarget")
                .withStatus("True")
                .withReason(reason)
                .withMessage("node is going away")
                .endCondition()
                .build());
  }

  static UnaryOperator<PodBuilder> waits(String reason, String message, Instant since) {
    return p ->
        p.withStatus(
            new PodStatusBuilder()
                .withPhase("Pending")
                .withStartTime(since.toString())
                .addNewContainerStatus()
                .withName("trainer")
                .withNewState()
                .withNewWaiting()
                .withReason(reason)
                .withMessage(message)
                .endWaiting()
                .endState()
                .endContainerStatus()
                .build());
  }

  /** Told to end by then, and still there. */
  static UnaryOperator<PodBuilder> deleted(Instant by) {
    return p ->
        runs()
            .apply(p)
            .editMetadata()
            .withDeletionTimestamp(by.toString())
            .endMetadata()
            .editSpec()
            .withNodeName("node-7")
            .endSpec();
  }

  static UnaryOperator<PodBuilder> ranFor(Instant start, Instant end) {
    return p ->
        p.withStatus(
            new PodStatusBuilder()
                .withPhase("Failed")
                .withStartTime(start.toString())
                .addNewContainerStatus()
                .withName("trainer")
                .withNewState()
                .withNewTerminated()
                .withExitCode(1)
                .withFinishedAt(end.toString())
                .endTerminated()
                .endState()
                .endContainerStatus()
                .build());
  }

  static UnaryOperator<PodBuilder> unschedulable(String message) {
    return p ->
        p.withStatus(
            new PodStatusBuilder()
                .withPhase("Pending")
                .addNewCondition()
                .withType("PodScheduled")
                .withStatus("False")
                .withReason("Unschedulable")
                .withMessage(message)
                .endCondition()
                .build());
  }
}
