package dev.spinrun.e2e.node;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The Node and the Lease by which the control plane knows that a node lives. Only pods that select
 * and tolerate it land on it.
 */
final class NodeObject {
  private static final String LEASES = "kube-node-lease";
  private static final int LEASE_SECONDS = 40;
  private static final int READY_SECONDS = 60;

  private final KubernetesClient client;
  private final String name;

  NodeObject(KubernetesClient client, String name) {
    this.client = client;
    this.name = name;
  }

  /** Makes both, and waits until the control plane lets pods in. */
  void register() {
    client.resource(node()).create();
    beat();
    client
        .nodes()
        .withName(name)
        .waitUntilCondition(
            n -> n != null && n.getSpec().getTaints().size() == 1, READY_SECONDS, TimeUnit.SECONDS);
  }

  /** Renews both: a node that was taken for lost once comes back by its status alone. */
  void beat() {
    client.resource(lease()).serverSideApply();
    client.resource(node()).patchStatus();
  }

  void remove() {
    client.resource(lease()).delete();
    client.nodes().withName(name).delete();
  }

  private Node node() {
    Map<String, Quantity> room =
        Map.of(
            "cpu", new Quantity("10k"),
            "memory", new Quantity("100Ti"),
            "ephemeral-storage", new Quantity("100Ti"),
            "pods", new Quantity("100k"));
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    return new NodeBuilder()
        .withNewMetadata()
        .withName(name)
        .withLabels(Map.of(FakeNode.KEY, name, "kubernetes.io/hostname", name))
        .endMetadata()
        .withNewSpec()
        .addNewTaint()
        .withKey(FakeNode.KEY)
        .withValue(name)
        .withEffect("NoSchedule")
        .endTaint()
        .endSpec()
        .withNewStatus()
        .withCapacity(room)
        .withAllocatable(room)
        .addNewCondition()
        .withType("Ready")
        .withStatus("True")
        .withReason("Playing")
        .withMessage("trainers are played here")
        .withLastHeartbeatTime(now)
        .withLastTransitionTime(now)
        .endCondition()
        .endStatus()
        .build();
  }

  private Lease lease() {
    return new LeaseBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(LEASES)
        .endMetadata()
        .withNewSpec()
        .withHolderIdentity(name)
        .withLeaseDurationSeconds(LEASE_SECONDS)
        .withRenewTime(ZonedDateTime.now(ZoneOffset.UTC))
        .endSpec()
        .build();
  }
}
