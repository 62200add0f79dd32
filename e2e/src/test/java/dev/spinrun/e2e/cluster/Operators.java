package dev.spinrun.e2e.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.concurrent.TimeUnit;

/** The operator's Deployment, to be taken away and brought back. */
public final class Operators {
  private static final int SECONDS = 120;

  private Operators() {}

  /** Kills the operator without warning and keeps it away. */
  public static void kill(KubernetesClient client) {
    client
        .apps()
        .deployments()
        .inNamespace(Installation.NAMESPACE)
        .withName(Installation.DEPLOYMENT)
        .scale(0);
    client.pods().inNamespace(Installation.NAMESPACE).withGracePeriod(0).delete();
    client
        .pods()
        .inNamespace(Installation.NAMESPACE)
        .waitUntilCondition(pod -> pod == null, SECONDS, TimeUnit.SECONDS);
  }

  /** Brings it back and waits until it is ready. */
  public static void bringBack(KubernetesClient client) {
    client
        .apps()
        .deployments()
        .inNamespace(Installation.NAMESPACE)
        .withName(Installation.DEPLOYMENT)
        .scale(1);
    client
        .apps()
        .deployments()
        .inNamespace(Installation.NAMESPACE)
        .withName(Installation.DEPLOYMENT)
        .waitUntilReady(SECONDS, TimeUnit.SECONDS);
  }
}
