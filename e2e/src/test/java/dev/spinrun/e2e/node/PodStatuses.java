package dev.spinrun.e2e.node;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** What a kubelet says of a pod with one container. */
final class PodStatuses {
  private PodStatuses() {}

  static PodStatus running(Pod pod) {
    return status(
        pod,
        "Running",
        "True",
        new ContainerStateBuilder().withNewRunning().withStartedAt(now()).endRunning().build());
  }

  static PodStatus ended(Pod pod, PodEnding ending) {
    boolean done = ending.exitCode() == 0;
    return status(
        pod,
        done ? "Succeeded" : "Failed",
        "False",
        new ContainerStateBuilder()
            .withNewTerminated()
            .withExitCode(ending.exitCode())
            .withReason(done ? "Completed" : "Error")
            .withMessage(ending.lastWord())
            .withStartedAt(now())
            .withFinishedAt(now())
            .endTerminated()
            .build());
  }

  private static PodStatus status(Pod pod, String phase, String ready, ContainerState state) {
    var container = pod.getSpec().getContainers().get(0);
    return new PodStatusBuilder()
        .withPhase(phase)
        .withStartTime(now())
        .withConditions(
            condition("PodScheduled", "True"),
            condition("Initialized", "True"),
            condition("ContainersReady", ready),
            condition("Ready", ready))
        .withContainerStatuses(
            List.of(
                new ContainerStatusBuilder()
                    .withName(container.getName())
                    .withImage(container.getImage())
                    .withImageID("fake")
                    .withRestartCount(0)
                    .withReady("True".equals(ready))
                    .withStarted("True".equals(ready))
                    .withState(state)
                    .build()))
        .build();
  }

  private static PodCondition condition(String type, String status) {
    return new PodConditionBuilder()
        .withType(type)
        .withStatus(status)
        .withLastTransitionTime(now())
        .build();
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
