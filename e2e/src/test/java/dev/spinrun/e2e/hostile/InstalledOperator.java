package dev.spinrun.e2e.hostile;

import dev.spinrun.e2e.cluster.Installation;
import dev.spinrun.e2e.cluster.Kubectl;
import dev.spinrun.e2e.cluster.OnCluster.World;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the operator on the cluster is doing. */
record InstalledOperator(World world) {
  private static final Pattern HEAP_MAXIMUM =
      Pattern.compile("(?m)^jvm_memory_max_bytes\\{area=\"heap\",id=\"([^\"]+)\"} (\\S+)");

  Pod pod() {
    List<Pod> pods =
        world
            .cluster()
            .client()
            .pods()
            .inNamespace(Installation.NAMESPACE)
            .withLabel("app.kubernetes.io/name", Installation.DEPLOYMENT)
            .list()
            .getItems()
            .stream()
            .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
            .toList();
    if (pods.size() != 1) {
      throw new AssertionError("there are %d operators".formatted(pods.size()));
    }
    return pods.get(0);
  }

  /** How often its container was started again. */
  int restarts() {
    return pod().getStatus().getContainerStatuses().get(0).getRestartCount();
  }

  /** All that it has said. */
  String log() {
    return world
        .cluster()
        .client()
        .pods()
        .inNamespace(Installation.NAMESPACE)
        .withName(pod().getMetadata().getName())
        .getLog();
  }

  /** Largest heap in MiB, all generations together. */
  long heapMaximum() {
    Matcher generations = HEAP_MAXIMUM.matcher(metrics());
    double bytes = 0;
    while (generations.find()) {
      bytes += Double.parseDouble(generations.group(2));
    }
    return Math.round(bytes / (1 << 20));
  }

  private String metrics() {
    return new Kubectl(world.cluster())
        .run(
            "",
            "get",
            "--raw",
            "/api/v1/namespaces/%s/pods/%s:8080/proxy/q/metrics"
                .formatted(Installation.NAMESPACE, pod().getMetadata().getName()))
        .output();
  }
}
