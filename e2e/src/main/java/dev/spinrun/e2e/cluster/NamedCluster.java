package dev.spinrun.e2e.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.List;
import java.util.Optional;

/** The cluster that the user's KUBECONFIG names; it is used and left as it is. */
final class NamedCluster implements Cluster {
  private final String kubeconfig;
  private final KubernetesClient client;

  NamedCluster(String kubeconfig) {
    this.kubeconfig = kubeconfig;
    this.client = new KubernetesClientBuilder().build();
  }

  @Override
  public KubernetesClient client() {
    return client;
  }

  @Override
  public List<String> kubectl() {
    return List.of("kubectl", "--kubeconfig", kubeconfig);
  }

  @Override
  public Optional<String> auditLog() {
    return Optional.empty();
  }

  @Override
  public Optional<String> hostAddress() {
    return Optional.empty();
  }

  @Override
  public void close() {
    client.close();
  }
}
