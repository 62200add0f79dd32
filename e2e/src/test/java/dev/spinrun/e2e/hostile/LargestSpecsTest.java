package dev.spinrun.e2e.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spinrun.crds.SpinRun;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.e2e.cluster.Environment;
import dev.spinrun.e2e.cluster.LiveRun;
import dev.spinrun.e2e.cluster.LoneClusterTest;
import dev.spinrun.e2e.cluster.OnCluster.World;
import dev.spinrun.e2e.cluster.Operators;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * As many runs as the memory of the chart is said to be good for, each as large as the CRD admits.
 */
@LoneClusterTest
class LargestSpecsTest {
  private static final int RUNS = 1000;
  private static final String NAMESPACE = "largest-specs";
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Pattern HEAP_OF_THE_VALUES =
      Pattern.compile("(?m)^javaOptions:.* -Xmx(\\d+)m");

  @Test
  void theyFitIntoTheMemoryThatTheValuesGive(World world) throws IOException {
    InstalledOperator operator = new InstalledOperator(world);
    assertThat(operator.heapMaximum())
        .as("the installed operator's heap, but for the survivors that are never in use at once")
        .isBetween(heapOfTheValues() * 9 / 10, heapOfTheValues());
    int restarts = operator.restarts();
    KubernetesClient client = world.cluster().client();
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .create();
    IntStream.range(0, RUNS).parallel().forEach(i -> client.resource(largest(world, i)).create());
    Awaitility.await("all are suspended")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(5))
        .until(() -> suspended(client) == RUNS);
    assertThat(operator.restarts()).as("restarts with all of them there").isEqualTo(restarts);

    // Listed anew by an operator that starts.
    Operators.kill(client);
    Operators.bringBack(client);
    try (LiveRun neighbour = world.run("beside-the-largest", LiveRun::drawLittle)) {
      neighbour.await("work", s -> s.current().job() != null);
    }
    assertThat(operator.restarts()).as("restarts of its successor").isZero();
    client.namespaces().withName(NAMESPACE).delete();
  }

  private static long heapOfTheValues() throws IOException {
    Matcher options =
        HEAP_OF_THE_VALUES.matcher(
            Files.readString(Environment.inRepository("charts/spinrun/values.yaml")));
    assertThat(options.find()).isTrue();
    return Long.parseLong(options.group(1));
  }

  private static long suspended(KubernetesClient client) {
    return client.resources(SpinRun.class).inNamespace(NAMESPACE).list().getItems().stream()
        .filter(run -> run.getStatus() != null && run.getStatus().phase() == Phase.SUSPENDED)
        .count();
  }

  private static GenericKubernetesResource largest(World world, int number) {
    KubernetesClient client = world.cluster().client();
    ObjectNode manifest =
        LiveRun.manifest(client, world.quickstart(), "run-" + number, spec -> fill(spec, number));
    ObjectNode metadata = manifest.withObject("/metadata");
    metadata.put("namespace", NAMESPACE);
    metadata.putObject("annotations").put("example.com/copy", "c".repeat(100_000));
    return client
        .getKubernetesSerialization()
        .convertValue(manifest, GenericKubernetesResource.class);
  }

  /** No two runs share a text: equal ones are kept once. */
  private static void fill(ObjectNode spec, int number) {
    spec.put("suspend", true);
    ObjectNode pod = spec.withObject("/pod");
    ArrayNode env = pod.putArray("env");
    env.addObject().put("name", "A").put("value", much(number, 4000));
    env.addObject().put("name", "B").put("value", much(number, 4000));
    ObjectNode annotations = pod.putObject("annotations");
    annotations.put("example.com/a", much(number, 4000)).put("example.com/b", much(number, 4000));
    ObjectNode labels = pod.putObject("labels");
    ObjectNode nodeSelector = pod.putObject("nodeSelector");
    for (int i = 0; i < 16; i++) {
      labels.put("label%d.example.com/k%d".formatted(i, number), "v%d".formatted(number));
      nodeSelector.put("node%d.example.com/k%d".formatted(i, number), "v%d".formatted(number));
    }
    ArrayNode tolerations = pod.putArray("tolerations");
    for (int i = 0; i < 16; i++) {
      tolerations
          .addObject()
          .put("key", "taint%d.example.com/k%d".formatted(i, number))
          .put("value", "v%d".formatted(number));
    }
    String uri = "s3://bucket/" + "u".repeat(990) + number;
    spec.withObject("/data").put("uri", uri);
    spec.withObject("/model").put("uri", uri + "m");
    spec.withObject("/storage").put("uri", uri + "s");
    ArrayNode overrides = spec.putArray("overrides");
    for (int i = 1; i <= 32; i++) {
      overrides
          .addObject()
          .put("iteration", i)
          .putObject("train")
          .put("steps", 1000 * i + number)
          .put("learningRate", "0.0000%d%06d".formatted(i, number))
          .put("beta", "2000.%d%06d".formatted(i, number))
          .put("sftWeight", "0.1%d%06d".formatted(i, number))
          .put("promptDropout", "0.1%d%06d".formatted(i, number))
          .put("seed", 7 * i + number);
    }
  }

  private static String much(int number, int characters) {
    String text = "%d ".formatted(number);
    return text.repeat(characters / text.length());
  }
}
