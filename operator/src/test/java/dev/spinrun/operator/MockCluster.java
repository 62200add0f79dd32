package dev.spinrun.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.MockWebServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/** An API server in memory that knows the CRD. It validates nothing and runs nothing. */
public final class MockCluster implements QuarkusTestResourceLifecycleManager {
  private final KubernetesMockServer server =
      new KubernetesMockServer(
          new io.fabric8.mockwebserver.Context(),
          new MockWebServer(),
          new HashMap<>(),
          new KubernetesCrudDispatcher(),
          false);

  @Override
  public Map<String, String> start() {
    server.init();
    try (KubernetesClient client = server.createClient()) {
      client.apiextensions().v1().customResourceDefinitions().load(SpinRuns.CRD.toFile()).create();
      return Map.of(
          "quarkus.kubernetes-client.api-server-url",
          client.getMasterUrl().toString(),
          "quarkus.kubernetes-client.namespace",
          "ml");
    }
  }

  @Override
  public void stop() {
    server.destroy();
  }
}
