package dev.spinrun.e2e.cluster;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.concurrent.TimeUnit;

/** The operator's Deployment, to be taken away, changed and brought back. */
public final class Operators {
  private static final int SECONDS = 120;

  private Operators() {}

  /** Kills the operator without warning and keeps it away. */
  public static void kill(KubernetesClient client) {
    deployment(client).scale(0);
    client.pods().inNamespace(Installation.NAMESPACE).withGracePeriod(0).delete();
    client
        .pods()
        .inNamespace(Installation.NAMESPACE)
        .waitUntilCondition(pod -> pod == null, SECONDS, TimeUnit.SECONDS);
  }

  /** Brings it back and waits until it is ready. */
  public static void bringBack(KubernetesClient client) {
    deployment(client).scale(1);
    deployment(client).waitUntilReady(SECONDS, TimeUnit.SECONDS);
  }

  /** Starts it anew, to look after the runs of this namespace alone; its rights stay. */
  public static void watchOnly(KubernetesClient client, String namespace) {
    kill(client);
    // Names no resourceVersion, since the Deployment's controller may still write its status.
    deployment(client)
        .patch(
            PatchContext.of(PatchType.STRATEGIC_MERGE),
            """
            {"spec": {"template": {"spec": {"containers": [
              {"name": "operator", "env": [{"name": "SPINRUN_WATCH_NAMESPACES", "value": "%s"}]}]}}}}
            """
                .formatted(namespace));
    bringBack(client);
  }

  private static RollableScalableResource<Deployment> deployment(KubernetesClient client) {
    return client
        .apps()
        .deployments()
        .inNamespace(Installation.NAMESPACE)
        .withName(Installation.DEPLOYMENT);
  }
}
