package dev.spinrun.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
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
          new Dispatcher(),
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

  /** The mock appends to lists where a merge patch (RFC 7396) replaces them. */
  private static final class Dispatcher extends KubernetesCrudDispatcher {
    @Override
    public JsonNode merge(JsonNode current, String patch) {
      return merged(current, Serialization.unmarshal(patch, JsonNode.class));
    }

    private static JsonNode merged(JsonNode current, JsonNode patch) {
      if (!(patch instanceof ObjectNode)) {
        return patch;
      }
      ObjectNode merged =
          current instanceof ObjectNode object
              ? object.deepCopy()
              : JsonNodeFactory.instance.objectNode();
      for (Map.Entry<String, JsonNode> field : patch.properties()) {
        if (field.getValue().isNull()) {
          merged.remove(field.getKey());
        } else {
          merged.set(field.getKey(), merged(merged.path(field.getKey()), field.getValue()));
        }
      }
      return merged;
    }
  }
}
