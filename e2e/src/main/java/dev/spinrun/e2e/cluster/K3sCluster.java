package dev.spinrun.e2e.cluster;

import com.github.dockerjava.api.model.ContainerNetwork;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A one-node Kubernetes in a container; images go from the Docker engine straight into its
 * containerd.
 */
final class K3sCluster implements Cluster {
  private static final String AUDIT_POLICY_FILE = "/etc/spinrun-audit.yaml";
  private static final String AUDIT_LOG = "/var/log/spinrun-audit.log";

  /** Requests of pods, but for those of Kubernetes' own controllers. */
  private static final String AUDIT_POLICY =
      """
      apiVersion: audit.k8s.io/v1
      kind: Policy
      omitStages: [RequestReceived]
      rules:
        - {level: None, userGroups: ['system:serviceaccounts:kube-system']}
        - {level: Metadata, userGroups: ['system:serviceaccounts']}
        - {level: None}
      """;

  private final K3sContainer container;
  private final KubernetesClient client;

  private K3sCluster(K3sContainer container) {
    this.container = container;
    this.client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(container.getKubeConfigYaml()))
            .build();
  }

  @SuppressWarnings("resource") // closed by close(), or here if the start fails
  static K3sCluster start(List<String> images) {
    K3sContainer container =
        new K3sContainer(
            DockerImageName.parse(Environment.pinnedImage("K3S_IMAGE"))
                .asCompatibleSubstituteFor("rancher/k3s"));
    container.withCopyToContainer(Transferable.of(AUDIT_POLICY), AUDIT_POLICY_FILE);
    container.withCommand(
        "server",
        "--disable=traefik",
        "--tls-san=" + container.getHost(),
        // The default of 20 requests a second makes a Job wait for those of other runs.
        "--kube-controller-manager-arg=kube-api-qps=300",
        "--kube-controller-manager-arg=kube-api-burst=500",
        "--kube-apiserver-arg=audit-policy-file=" + AUDIT_POLICY_FILE,
        "--kube-apiserver-arg=audit-log-path=" + AUDIT_LOG,
        // On in some distributions: who creates a Job for a run needs a right on the run, too.
        "--kube-apiserver-arg=enable-admission-plugins=OwnerReferencesPermissionEnforcement");
    container.start();
    K3sCluster cluster = new K3sCluster(container);
    try {
      cluster.load(images);
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** Brings images of the Docker engine to the node. */
  void load(List<String> images) {
    if (images.isEmpty()) {
      return;
    }
    String load = loading("\"$@\"");
    List<String> command = new ArrayList<>(List.of("bash", "-o", "pipefail", "-c", load, "load"));
    command.addAll(images);
    Processes.run(command);
  }

  /** The shell command that does the same. */
  String loading(String images) {
    return "docker save %s | docker exec -i %s ctr -n k8s.io images import - >/dev/null"
        .formatted(images, container.getContainerId());
  }

  /** What kubectl and helm need to reach it. */
  String kubeconfig() {
    return container.getKubeConfigYaml();
  }

  @Override
  public KubernetesClient client() {
    return client;
  }

  @Override
  public List<String> kubectl() {
    return List.of(
        "docker",
        "exec",
        "-i",
        container.getContainerId(),
        "kubectl",
        "--kubeconfig",
        "/etc/rancher/k3s/k3s.yaml");
  }

  @Override
  public Optional<String> auditLog() {
    return Optional.of(
        Processes.run(List.of("docker", "exec", container.getContainerId(), "cat", AUDIT_LOG)));
  }

  @Override
  public Optional<String> hostAddress() {
    return container.getContainerInfo().getNetworkSettings().getNetworks().values().stream()
        .map(ContainerNetwork::getGateway)
        .filter(gateway -> gateway != null && !gateway.isEmpty())
        .findFirst();
  }

  /**
   * Kills the API server, which then starts anew.
   *
   * @return false where it is no process of its own, but one with the whole node
   */
  boolean restartApiServer() {
    String kill = "pkill -KILL -x kube-apiserver && echo killed || true";
    return Processes.run(List.of("docker", "exec", container.getContainerId(), "sh", "-c", kill))
        .contains("killed");
  }

  @Override
  public void close() {
    client.close();
    // Stopped before it is removed: a killed node leaves its control groups behind.
    Processes.run(List.of("docker", "stop", "-t", "20", container.getContainerId()));
    container.stop();
  }
}
