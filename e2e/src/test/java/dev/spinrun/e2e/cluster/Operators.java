package dev.spinrun.e2e.cluster;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
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
    deployment(client)
        .edit(
            d ->
                new DeploymentBuilder(d)
                    .editSpec()
                    .editTemplate()
                    .editSpec()
                    .editFirstContainer()
                    .addNewEnv()
                    .withName("SPINRUN_WATCH_NAMESPACES")
                    .withValue(namespace)
                    .endEnv()
                    .endContainer()
                    .endSpec()
                    .endTemplate()
                    .endSpec()
                    .build());
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
