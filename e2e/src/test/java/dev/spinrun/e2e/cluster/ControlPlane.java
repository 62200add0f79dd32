package dev.spinrun.e2e.cluster;

import dev.spinrun.e2e.edge.ApiServer;
import dev.spinrun.e2e.node.FakeNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A real API server with its controllers, a real S3 server, and a node on which trainers are
 * played. There is no operator: tests bring their own, and spoil it.
 */
public final class ControlPlane implements AutoCloseable {
  /** Name of the node. */
  public static final String NODE = "stage";

  private static final String CRD = "crds/spinruns.spinrun.dev-v1.yml";

  private static final int SECONDS = 30;

  private final K3sCluster cluster;
  private final S3Server s3;
  private final FakeNode node;
  private final ApiServer api;
  private final Map<String, S3Server> servers = new ConcurrentHashMap<>();

  private ControlPlane(K3sCluster cluster, S3Server s3) {
    this.cluster = cluster;
    this.s3 = s3;
    this.api = ApiServer.of(cluster.client().getConfiguration());
    useCrd(crd());
    this.node =
        new FakeNode(
            cluster.client(),
            NODE,
            plan ->
                serverAt(Objects.requireNonNull(plan.storage().endpoint()))
                    .at(plan.storage().uri()));
  }

  static ControlPlane start() {
    K3sCluster cluster = K3sCluster.start(List.of());
    try {
      return new ControlPlane(cluster, S3Server.start());
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** The CRD of this version. */
  public CustomResourceDefinition crd() {
    return crd(CRD);
  }

  /** The CRD in this file of the repository. */
  public CustomResourceDefinition crd(String file) {
    return client()
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .load(Environment.inRepository(file).toFile())
        .item();
  }

  /** Has the API server use this CRD. */
  public void useCrd(CustomResourceDefinition crd) {
    var installed = client().resource(crd).forceConflicts().serverSideApply();
    client()
        .resource(installed)
        .waitUntilCondition(ControlPlane::isEstablished, SECONDS, TimeUnit.SECONDS);
  }

  private static boolean isEstablished(CustomResourceDefinition crd) {
    return crd.getStatus() != null
        && crd.getStatus().getConditions() != null
        && crd.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Established") && c.getStatus().equals("True"));
  }

  /** A client with all rights. */
  public KubernetesClient client() {
    return cluster.client();
  }

  /** Where the API server is. */
  public ApiServer api() {
    return api;
  }

  /** The S3 server of runs that name no other. */
  public S3Server s3() {
    return s3;
  }

  /** The node that all trainers of these tests are on. */
  public FakeNode node() {
    return node;
  }

  /** Kills the API server, which then starts anew; false where it cannot be killed alone. */
  public boolean restartApiServer() {
    return cluster.restartApiServer();
  }

  /** The S3 server behind an endpoint that a run names. */
  S3Server serverAt(String endpoint) {
    return servers.getOrDefault(endpoint, s3);
  }

  /**
   * From now on this server is what trainers and tests find behind an endpoint, directly: what is
   * between lies before the operator alone.
   */
  public void serve(String endpoint, S3Server server) {
    servers.put(endpoint, server);
  }

  /** A namespace with credentials for a run that is not there yet. */
  public PlayedRun run(String namespace) {
    return run(namespace, s3.endpoint());
  }

  /** The same, with the store at this endpoint. */
  public PlayedRun run(String namespace, String endpoint) {
    return PlayedRun.in(this, namespace, endpoint);
  }

  @Override
  public void close() {
    node.close();
    s3.close();
    cluster.close();
  }
}
