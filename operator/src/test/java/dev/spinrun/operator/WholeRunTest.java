package dev.spinrun.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spinrun.contract.call.StageCall;
import dev.spinrun.contract.call.TrainerVariables;
import dev.spinrun.crds.SpinRun;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.operator.resource.Jobs;
import dev.spinrun.runstore.fake.FakeTrainer;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobConditionBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The operator as it is shipped, on an API server in memory and a folder as store. */
@QuarkusTest
@QuarkusTestResource(MockCluster.class)
class WholeRunTest {
  private static final String NAMESPACE = "ml";

  /** Four of the stand-in's eight examples. */
  private static final String READS_A_PART = SpinRuns.SMALL.replace("steps: 4", "steps: 1");

  @Inject KubernetesClient client;
  @Inject FolderStores stores;

  @TestHTTPResource("/")
  URL base;

  @Test
  void aRunOfTwoIterationsPromotesThreeOpponents() throws Exception {
    client.resource(SpinRuns.of(READS_A_PART)).create();

    for (String job : List.of("i0-prepare-a1", "i0-evaluate-a2", "i1-generate-a1", "i1-train-a2")) {
      work(job);
    }
    anotherSeed();
    for (String job :
        List.of(
            "i1-evaluate-a3", "i2-prepare-a1", "i2-generate-a2", "i2-train-a3", "i2-evaluate-a4")) {
      work(job);
    }

    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> run().getStatus().phase() == Phase.SUCCEEDED);
    SpinRun done = run();
    assertThat(done.getStatus().iterationText()).isEqualTo("2/2");
    assertThat(done.getStatus().opponent().iteration()).isEqualTo(2);
    assertThat(done.getStatus().opponent().winRate()).isEqualTo("0.75");
    assertThat(done.getStatus().iterations()).extracting(i -> i.number()).containsExactly(0, 1, 2);
    assertThat(done.getStatus().iterations())
        .extracting(i -> i.attempts())
        .containsExactly(2, 3, 4);
    await().atMost(Duration.ofSeconds(10)).until(() -> jobs().isEmpty());
    assertThat(stores.store().list("ml/castle/"))
        .extracting(o -> o.key().replaceFirst("ml/castle/[^/]*/", ""))
        .contains(
            "run.json",
            "opponents/0000.json",
            "opponents/0001.json",
            "opponents/0002.json",
            "iterations/0002/outcome.json");
    assertThat(client.v1().events().inNamespace(NAMESPACE).list().getItems())
        .extracting(Event::getReason)
        .contains("StageStarting", "Promoted", "AllIterationsPromoted");
    assertThat(get("/q/health/live")).contains("\"movement\"").doesNotContain("DOWN");
    assertThat(get("/q/metrics"))
        .contains("spinrun_iterations_promoted_total 3.0")
        .contains("spinrun_runs{phase=\"succeeded\"} 1.0")
        .contains("spinrun_stage_seconds_count{stage=\"train\"} 2");
  }

  /** Iteration 2 reads what nobody has reckoned with. */
  private void anotherSeed() {
    client
        .resource(run())
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\": {\"overrides\": [{\"iteration\": 2, \"train\": {\"seed\": 7}}]}}");
  }

  /** The operator's own client reads lean objects. */
  private Job whole(String name) {
    try (KubernetesClient other =
        new KubernetesClientBuilder().withConfig(client.getConfiguration()).build()) {
      return other.batch().v1().jobs().inNamespace(NAMESPACE).withName(name).get();
    }
  }

  private Optional<String> nameEndingWith(String stageAndAttempt) {
    return jobs().stream()
        .map(job -> job.getMetadata().getName())
        .filter(name -> name.endsWith("-" + stageAndAttempt))
        .findFirst();
  }

  /** Waits for the Job, and does what the Job controller and the trainer do. */
  private void work(String stageAndAttempt) {
    String name =
        await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> nameEndingWith(stageAndAttempt), Optional::isPresent)
            .orElseThrow();
    Job job = whole(name);
    String planName =
        job.getSpec().getTemplate().getSpec().getVolumes().get(0).getConfigMap().getName();
    ConfigMap plan = client.configMaps().inNamespace(NAMESPACE).withName(planName).get();
    FakeTrainer trainer =
        new FakeTrainer(
            stores.store(), plan.getData().get("plan.json").getBytes(StandardCharsets.UTF_8));
    Container container = job.getSpec().getTemplate().getSpec().getContainers().get(0);
    for (int index = 0; index < job.getSpec().getCompletions(); index++) {
      Map<String, String> environment = new HashMap<>();
      container.getEnv().forEach(e -> environment.put(e.getName(), e.getValue()));
      environment.put(TrainerVariables.INDEX, Integer.toString(index));
      trainer.run(StageCall.of(container.getArgs(), environment));
    }
    client
        .batch()
        .v1()
        .jobs()
        .inNamespace(NAMESPACE)
        .withName(name)
        .editStatus(
            j -> {
              j.setStatus(
                  new JobStatusBuilder()
                      .addToConditions(
                          new JobConditionBuilder()
                              .withType("Complete")
                              .withStatus("True")
                              .withLastTransitionTime(Instant.now().toString())
                              .build())
                      .build());
              return j;
            });
    assertThat(
            Jobs.isComplete(client.batch().v1().jobs().inNamespace(NAMESPACE).withName(name).get()))
        .isTrue();
  }

  private SpinRun run() {
    return client.resources(SpinRun.class).inNamespace(NAMESPACE).withName("castle").get();
  }

  private List<Job> jobs() {
    return client.batch().v1().jobs().inNamespace(NAMESPACE).list().getItems();
  }

  private String get(String path) throws Exception {
    URI uri = URI.create(base.toString().replaceAll("/$", "") + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
