package dev.spinrun.e2e.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;

/** A Kubernetes with the images of this build in it. Closing it frees what was started for it. */
public interface Cluster extends AutoCloseable {
  /**
   * The cluster that KUBECONFIG names, else a k3s container of our own.
   *
   * @param images names of local images to make known to a cluster of our own; whoever names a
   *     cluster has put them where its nodes find them
   */
  static Cluster open(List<String> images) {
    String kubeconfig = System.getenv("KUBECONFIG");
    return kubeconfig == null || kubeconfig.isEmpty()
        ? K3sCluster.start(images)
        : new NamedCluster(kubeconfig);
  }

  /** A client with all rights. */
  KubernetesClient client();

  /** The command that runs kubectl against this cluster; arguments are appended. */
  List<String> kubectl();

  /**
   * What pods have asked of the API server, an audit event in JSON a line; empty if it is not kept.
   */
  Optional<String> auditLog();

  /** Where pods reach servers of this process; empty if they do not. */
  Optional<String> hostAddress();

  @Override
  void close();
}
