package dev.spinrun.operator.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartTest {
  private static final Path INSTALL = Path.of("../charts/install.yaml");
  private static final Path CRD = Path.of("../crds/spinruns.spinrun.dev-v1.yml");
  private static final Path CHART_CRD = Chart.FOLDER.resolve("files/spinruns.spinrun.dev-v1.yml");

  private static final String NAMESPACE =
      """
      # Rendered from charts/spinrun; a test keeps both equal.
      apiVersion: v1
      kind: Namespace
      metadata:
        name: spinrun-system
        labels:
          pod-security.kubernetes.io/enforce: restricted
      """;

  @Test
  void theChartPassesLint() {
    var result = new Helm(Chart.FOLDER).lint().strict().call();
    assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
  }

  /** One test, since the manifests are rendered from a chart that has the CRD already. */
  @Test
  void theChartCarriesTheCommittedCrdAndThePlainManifestsAreTheRenderedChart() throws IOException {
    assertCommitted(CHART_CRD, Files.readString(CRD));
    assertCommitted(INSTALL, NAMESPACE + Chart.render(Map.of()));
  }

  @Test
  void noObjectHasAFieldThatKubernetesDoesNotKnow() {
    List<String> unknown = new ArrayList<>();
    String namespaced = Chart.render(Map.of("watchNamespaces[0]", "a", "watchNamespaces[1]", "b"));
    for (HasMetadata object : Chart.objects(Chart.render(Map.of()) + "\n---\n" + namespaced)) {
      if (object instanceof CustomResourceDefinition) {
        continue; // its schema is checked by the API server alone
      }
      // What the model has no field for is kept aside, and written back: a strict reader finds it.
      JsonNode tree = Serialization.jsonMapper().valueToTree(object);
      HasMetadata bare = withoutUnknown(object);
      JsonNode known = Serialization.jsonMapper().valueToTree(bare);
      if (!tree.equals(known)) {
        unknown.add(object.getKind() + " " + object.getMetadata().getName());
      }
    }
    assertThat(unknown).isEmpty();
  }

  @Test
  void aValueThatDoesNotExistIsRefused() {
    assertThatThrownBy(() -> Chart.render(Map.of("replica", "2"))).hasMessageContaining("replica");
    assertThatThrownBy(() -> Chart.render(Map.of("replicas", "two")))
        .hasMessageContaining("replicas");
  }

  @Test
  void theCrdStaysWhenTheChartGoes() {
    List<CustomResourceDefinition> crds =
        Chart.objects(Chart.render(Map.of()), CustomResourceDefinition.class);
    assertThat(crds).hasSize(1);
    assertThat(crds.get(0).getMetadata().getAnnotations())
        .containsEntry("helm.sh/resource-policy", "keep");
    assertThat(
            Chart.objects(
                Chart.render(Map.of("crds.install", "false")), CustomResourceDefinition.class))
        .isEmpty();
  }

  @Test
  void anOperatorOfSomeNamespacesHasNoRightBeyondThem() {
    String manifests = Chart.render(Map.of("watchNamespaces[0]", "a", "watchNamespaces[1]", "b"));
    assertThat(Chart.objects(manifests, ClusterRole.class)).isEmpty();
    assertThat(Chart.objects(manifests, Role.class))
        .extracting(r -> r.getMetadata().getNamespace())
        .containsExactlyInAnyOrder("a", "b", "spinrun-system");
    assertThat(manifests).contains("name: SPINRUN_WATCH_NAMESPACES\n              value: \"a,b\"");
  }

  @Test
  void secretsAreReadByNameOnlyAndNoRightIsAWildcard() {
    for (PolicyRule rule : rules()) {
      assertThat(rule.getVerbs()).doesNotContain("*");
      assertThat(rule.getResources()).doesNotContain("*");
      if (rule.getResources().contains("secrets")) {
        assertThat(rule.getVerbs()).containsExactly("get");
      }
    }
  }

  /** What the classes of observe, act and store call, and what informers need. */
  @Test
  void theRightsAreThoseThatTheCodeUses() {
    Set<String> granted = new TreeSet<>();
    for (PolicyRule rule : rules()) {
      rule.getResources().forEach(r -> rule.getVerbs().forEach(v -> granted.add(r + ":" + v)));
    }
    assertThat(granted)
        .containsExactlyInAnyOrder(
            "spinruns:get",
            "spinruns:list",
            "spinruns:watch",
            "spinruns:patch",
            "spinruns/status:patch",
            "spinruns/finalizers:update",
            "jobs:get",
            "jobs:list",
            "jobs:watch",
            "jobs:create",
            "jobs:patch",
            "jobs:delete",
            "pods:list",
            "pods:watch",
            "configmaps:get",
            "configmaps:create",
            "services:get",
            "services:create",
            "networkpolicies:get",
            "networkpolicies:create",
            "secrets:get",
            "events:create",
            "events:list");
  }

  @Test
  void logsAreTextUnlessJsonIsAskedFor() {
    assertThat(Chart.render(Map.of())).doesNotContain("LOG_CONSOLE_JSON");
    assertThat(Chart.render(Map.of("logFormat", "json")))
        .contains("name: QUARKUS_LOG_CONSOLE_JSON_ENABLED\n              value: \"true\"");
    assertThatThrownBy(() -> Chart.render(Map.of("logFormat", "xml")))
        .hasMessageContaining("logFormat");
  }

  /**
   * The image's own command line has the same variable: the last word on the heap is the chart's.
   */
  @Test
  void theHeapIsWhatTheValuesSay() throws IOException {
    assertThat(Chart.render(Map.of("javaOptions", "-Xmx1g")))
        .contains("name: JAVA_OPTIONS\n              value: \"-Xmx1g\"")
        .doesNotContain("JAVA_TOOL_OPTIONS");
    assertThat(Files.readString(Path.of("Dockerfile"))).contains("exec java $JAVA_OPTIONS");
  }

  @Test
  void theNetworkIsTheOperatorsAndHandedOn() {
    String manifests =
        Chart.render(
            Map.of(
                "network.hubEndpoint",
                "https://hub.example",
                "network.httpsProxy",
                "http://proxy:3128",
                "network.caBundle.configMap",
                "ours"));
    assertThat(manifests)
        .contains(
            "name: SPINRUN_NETWORK_HUB_ENDPOINT\n              value: \"https://hub.example\"")
        .contains("name: SPINRUN_NETWORK_HTTPS_PROXY\n              value: \"http://proxy:3128\"")
        .contains("value: /etc/spinrun/ca/ca.crt")
        .contains("configMap: {name: ours}");
    assertThat(Chart.render(Map.of())).doesNotContain("SPINRUN_NETWORK", "ca-bundle");
  }

  @Test
  void theOperatorRunsRestricted() {
    Deployment deployment = Chart.objects(Chart.render(Map.of()), Deployment.class).get(0);
    Container container = restricted(deployment.getSpec().getTemplate().getSpec());
    assertThat(container.getResources().getLimits().get("memory")).hasToString("384Mi");
    assertThat(deployment.getSpec().getSelector().getMatchLabels())
        .as("a selector is immutable: no version in it")
        .containsOnlyKeys("app.kubernetes.io/name", "app.kubernetes.io/instance");
  }

  @Test
  void helmTestChecksTheMachineWithTheTrainersImage(@TempDir Path copy) {
    Map<String, String> onAGpu =
        Map.of(
            "check.size",
            "sd15",
            "check.resources.limits.nvidia\\.com/gpu",
            "1",
            "trainer.repository",
            "ours/trainer");
    Container small = restricted(Chart.tested(copy.resolve("small"), Map.of()).getSpec());
    Container large = restricted(Chart.tested(copy.resolve("large"), onAGpu).getSpec());

    assertThat(small.getArgs()).containsExactly("check", "--work", "/work", "--size", "tiny");
    assertThat(large.getArgs()).endsWith("--size", "sd15");
    assertThat(large.getResources().getLimits()).containsKey("nvidia.com/gpu");
    assertThat(large.getImage()).startsWith("ours/trainer:");
    assertThat(Chart.objects(Chart.render(Map.of()), Pod.class)).isEmpty();
  }

  /** The only container of a pod that the restricted Pod Security Standard admits. */
  private static Container restricted(PodSpec pod) {
    Container container = pod.getContainers().get(0);
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
    assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
    return container;
  }

  private static List<PolicyRule> rules() {
    return Chart.objects(Chart.render(Map.of()), ClusterRole.class).get(0).getRules();
  }

  private static HasMetadata withoutUnknown(HasMetadata object) {
    HasMetadata copy = Serialization.clone(object);
    clearUnknown(copy);
    return copy;
  }

  /** Every fabric8 model keeps unknown fields in its additional properties. */
  private static void clearUnknown(Object node) {
    try {
      for (var method : node.getClass().getMethods()) {
        if (method.getParameterCount() != 0 || !method.getName().startsWith("get")) {
          continue;
        }
        if (method.getName().equals("getAdditionalProperties")) {
          ((Map<?, ?>) method.invoke(node)).clear();
        } else if (Pattern.matches("io\\.fabric8\\..*", method.getReturnType().getName())) {
          Object child = method.invoke(node);
          if (child != null) {
            clearUnknown(child);
          }
        } else if (List.class.isAssignableFrom(method.getReturnType())
            && method.invoke(node) instanceof List<?> list) {
          list.stream()
              .filter(c -> c != null && c.getClass().getName().startsWith("io.fabric8."))
              .forEach(ChartTest::clearUnknown);
        }
      }
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a model class has no readable getters", e);
    }
  }

  private static void assertCommitted(Path file, String expected) throws IOException {
    if (Boolean.getBoolean("update.charts")) {
      Files.writeString(file, expected);
    }
    assertThat(file)
        .as("%s is generated: run `make generate` and commit it", file)
        .hasContent(expected);
  }
}
