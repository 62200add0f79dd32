package dev.spinrun.e2e.node;

import dev.spinrun.contract.call.StageCall;
import dev.spinrun.contract.call.TrainerVariables;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashMap;
import java.util.Map;

/** A pod of the operator's making, as its own process sees it. */
public record TrainerPod(Pod pod) {
  private static final String INDEX = "batch.kubernetes.io/job-completion-index";
  private static final String JOB = "batch.kubernetes.io/job-name";

  /** Name of its Job. */
  public String job() {
    return pod.getMetadata().getLabels().get(JOB);
  }

  /** Its namespace. */
  public String namespace() {
    return pod.getMetadata().getNamespace();
  }

  /** What it is to do. */
  public StageCall call() {
    Container container = pod.getSpec().getContainers().get(0);
    Map<String, String> environment = new HashMap<>();
    container.getEnv().stream()
        .filter(v -> v.getValue() != null)
        .forEach(v -> environment.put(v.getName(), v.getValue()));
    Map<String, String> annotations = pod.getMetadata().getAnnotations();
    if (annotations != null && annotations.containsKey(INDEX)) {
      environment.put(TrainerVariables.INDEX, annotations.get(INDEX));
    }
    return StageCall.of(container.getArgs(), environment);
  }

  /** Name of the ConfigMap with its plan. */
  public String planName() {
    return pod.getSpec().getVolumes().stream()
        .filter(v -> v.getConfigMap() != null)
        .findFirst()
        .orElseThrow()
        .getConfigMap()
        .getName();
  }

  boolean isPending() {
    return "Pending".equals(pod.getStatus().getPhase());
  }

  boolean isOver() {
    String phase = pod.getStatus().getPhase();
    return "Succeeded".equals(phase) || "Failed".equals(phase);
  }

  boolean isToldToStop() {
    return pod.getMetadata().getDeletionTimestamp() != null;
  }
}
