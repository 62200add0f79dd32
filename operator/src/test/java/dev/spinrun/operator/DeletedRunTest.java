package dev.spinrun.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spinrun.crds.SpinRun;
import dev.spinrun.operator.resource.Finalizer;
import dev.spinrun.operator.resource.ManualRequest;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What only the framework can bring: deletion, annotations, objects of newer versions. */
@QuarkusTest
@QuarkusTestResource(MockCluster.class)
class DeletedRunTest {
  private static final String NAMESPACE = "gone";
  private static final Duration SOON = Duration.ofSeconds(20);

  @Inject KubernetesClient client;
  @Inject FolderStores stores;

  private SpinRun create(String name, String spec) {
    return create(name, spec, "uid-" + name);
  }

  private SpinRun create(String name, String spec, String uid) {
    String yaml =
        SpinRuns.SMALL
            .replace("name: castle, namespace: ml", "name: %s, namespace: gone".formatted(name))
            .replace("11111111-2222-3333-4444-555555555555", uid)
            .replace("spec:\n", "spec:\n  " + spec + "\n");
    return client.resource(SpinRuns.of(yaml)).create();
  }

  private SpinRun get(String name) {
    return client.resources(SpinRun.class).inNamespace(NAMESPACE).withName(name).get();
  }

  private List<Job> jobs(String name) {
    return client
        .batch()
        .v1()
        .jobs()
        .inNamespace(NAMESPACE)
        .withLabel("spinrun.dev/run", name)
        .list()
        .getItems();
  }

  @Test
  void aRunThatTakesItsFolderWithItGoesOnceTheFolderIsGone() {
    create("tower", "retention: {onDelete: Delete}");
    await().atMost(SOON).until(() -> !jobs("tower").isEmpty());
    assertThat(get("tower").getMetadata().getFinalizers()).containsExactly(Finalizer.NAME);
    String uid = get("tower").getMetadata().getUid();
    assertThat(stores.store().list(NAMESPACE + "/tower/" + uid + "/")).isNotEmpty();

    client.resource(get("tower")).delete();

    await().atMost(SOON).until(() -> get("tower") == null);
    assertThat(stores.store().list(NAMESPACE + "/tower/" + uid + "/")).isEmpty();
    assertThat(jobs("tower")).isEmpty();
  }

  @Test
  void aRunThatKeepsItsFolderHasNoFinalizerAndGoesAtOnce() {
    create("keep", "retention: {onDelete: Keep}");
    await().atMost(SOON).until(() -> !jobs("keep").isEmpty());
    String uid = get("keep").getMetadata().getUid();
    assertThat(get("keep").getMetadata().getFinalizers()).isEmpty();

    client.resource(get("keep")).delete();

    assertThat(get("keep")).isNull();
    assertThat(stores.store().list(NAMESPACE + "/keep/" + uid + "/")).isNotEmpty();
  }

  /** The pauses move the deletion through the operator's first looks at the run. */
  @Test
  void aRunThatIsReplacedByOneOfItsNameIsFollowedByIt() throws InterruptedException {
    for (int i = 0; i < 40; i++) {
      SpinRun first = create("again", "retention: {onDelete: Keep}", "first-" + i);
      Thread.sleep(2L * i);
      client.resource(first).delete();
      create("again", "retention: {onDelete: Keep}", "second-" + i);

      await("second-" + i)
          .atMost(Duration.ofSeconds(10))
          .until(() -> get("again").getStatus() != null);
      client.resource(get("again")).delete();
      await().atMost(SOON).until(() -> get("again") == null);
    }
  }

  @Test
  void anAnnotationIsNoticedAtOnce() {
    create("noticed", "suspend: false");
    await().atMost(SOON).until(() -> !jobs("noticed").isEmpty());

    annotate("noticed", "\"true\"");
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                get("noticed")
                    .getStatus()
                    .message()
                    .contains(ManualRequest.Action.PAUSED.annotation()));
    annotate("noticed", "null");
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                !get("noticed")
                    .getStatus()
                    .message()
                    .contains(ManualRequest.Action.PAUSED.annotation()));
  }

  @Test
  void aRunOfANewerVersionIsLeftAlone() {
    String yaml =
        SpinRuns.SMALL
            .replace("name: castle, namespace: ml", "name: beyond, namespace: gone")
            .replace("spec:\n", "spec:\n  method: Future\n");
    client.resource(Serialization.unmarshal(yaml, GenericKubernetesResource.class)).create();

    await()
        .atMost(SOON)
        .until(
            () ->
                client.v1().events().inNamespace(NAMESPACE).list().getItems().stream()
                    .anyMatch(
                        e ->
                            e.getReason().equals("NotUnderstood")
                                && e.getInvolvedObject().getName().equals("beyond")));
    assertThat(jobs("beyond")).isEmpty();
    assertThat(
            client
                .genericKubernetesResources("spinrun.dev/v1alpha1", "SpinRun")
                .inNamespace(NAMESPACE)
                .withName("beyond")
                .require()
                .<Object>get("status"))
        .isNull();
  }

  private void annotate(String name, String value) {
    client
        .resource(get(name))
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\": {\"annotations\": {\"%s\": %s}}}"
                .formatted(ManualRequest.Action.PAUSED.annotation(), value));
  }
}
