package dev.spinrun.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spinrun.contract.layout.RunLayout;
import dev.spinrun.contract.record.Outcome;
import dev.spinrun.crds.SpinRun;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.crds.status.IterationResult;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.runstore.credentials.Credentials;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** A run of two iterations whose trainers are played. */
public final class PlayedRun {
  /** Iterations after the base model's. */
  public static final int ITERATIONS = 2;

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final String NAME = "castle";
  private static final String SECRET = "s3";
  private static final String RUNS = "s3://" + S3Server.BUCKET + "/runs";

  private final ControlPlane plane;
  private final String namespace;
  private final String endpoint;
  private @Nullable RunLayout layout;

  private PlayedRun(ControlPlane plane, String namespace, String endpoint) {
    this.plane = plane;
    this.namespace = namespace;
    this.endpoint = endpoint;
  }

  static PlayedRun in(ControlPlane plane, String namespace, String endpoint) {
    KubernetesClient client = plane.client();
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    PlayedRun run = new PlayedRun(plane, namespace, endpoint);
    run.giveCredentials(plane.serverAt(endpoint).credentials());
    // Without it the first pod is refused, and tried again seconds later.
    client
        .serviceAccounts()
        .inNamespace(namespace)
        .withName("default")
        .waitUntilCondition(a -> a != null, PATIENCE.toSeconds(), TimeUnit.SECONDS);
    return run;
  }

  /** Its namespace. */
  public String namespace() {
    return namespace;
  }

  /** Writes the Secret that the run names. */
  public void giveCredentials(Credentials credentials) {
    plane
        .client()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(SECRET)
                .withNamespace(namespace)
                .endMetadata()
                .withStringData(
                    Map.of(
                        Credentials.ACCESS_KEY_ID, credentials.accessKeyId(),
                        Credentials.SECRET_ACCESS_KEY, credentials.secretAccessKey()))
                .build())
        .serverSideApply();
  }

  /** Creates the SpinRun. */
  public PlayedRun create() {
    return create(manifest -> {});
  }

  /** Creates the SpinRun, with a change to its manifest. */
  public PlayedRun create(Consumer<ObjectNode> change) {
    ObjectNode manifest =
        plane.client().getKubernetesSerialization().unmarshal(manifest(), ObjectNode.class);
    change.accept(manifest);
    plane
        .client()
        .resource(
            plane
                .client()
                .getKubernetesSerialization()
                .convertValue(manifest, GenericKubernetesResource.class))
        .create();
    return this;
  }

  /**
   * What the API server says to a SpinRun that differs so, as a merge patch; null if it takes it.
   */
  public @Nullable String refusal(String mergePatch) {
    KubernetesSerialization json = plane.client().getKubernetesSerialization();
    ObjectNode manifest = json.unmarshal(manifest(), ObjectNode.class);
    merge(manifest, json.unmarshal(mergePatch, ObjectNode.class));
    try {
      plane
          .client()
          .resource(json.convertValue(manifest, GenericKubernetesResource.class))
          .dryRun()
          .create();
      return null;
    } catch (KubernetesClientException e) {
      return e.getMessage();
    }
  }

  private static void merge(ObjectNode into, ObjectNode change) {
    change
        .properties()
        .forEach(
            field -> {
              if (field.getValue() instanceof ObjectNode object) {
                merge(into.withObject("/" + field.getKey().replace("/", "~1")), object);
              } else {
                into.set(field.getKey(), field.getValue());
              }
            });
  }

  private String manifest() {
    return """
        apiVersion: spinrun.dev/v1alpha1
        kind: SpinRun
        metadata: {name: %s, namespace: %s}
        spec:
          iterations: %d
          storage: {uri: '%s', endpoint: '%s', region: us-east-1, credentialsSecret: %s}
          model: {uri: s3://spinrun/model}
          data: {uri: s3://spinrun/data, resolution: 64}
          train: {steps: 4, batchSize: 4, microBatchSize: 2}
          evaluate:
            prompts: s3://spinrun/prompts.jsonl
            scorers: [{name: ClipScore, uri: 's3://spinrun/clip'}]
          pod:
            nodeSelector: {spinrun.dev/fake-node: %s}
            tolerations: [{key: spinrun.dev/fake-node, operator: Exists}]
        """
        .formatted(NAME, namespace, ITERATIONS, RUNS, endpoint, SECRET, ControlPlane.NODE);
  }

  /** The object as it is now. */
  public SpinRun now() {
    return object().require();
  }

  /** Changes the object as this merge patch says. */
  public void patch(String mergePatch) {
    object().patch(PatchContext.of(PatchType.JSON_MERGE), mergePatch);
  }

  /** The same, as somebody with this field manager. */
  public void patch(String fieldManager, String mergePatch) {
    object()
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.JSON_MERGE)
                .withFieldManager(fieldManager)
                .build(),
            mergePatch);
  }

  /** The object as JSON. */
  public JsonNode json() {
    return plane.client().getKubernetesSerialization().convertValue(now(), JsonNode.class);
  }

  /** Waits until the status is as described; fails with the last status otherwise. */
  public SpinRunStatus await(String what, Predicate<SpinRunStatus> condition) {
    AtomicReference<@Nullable SpinRunStatus> last = new AtomicReference<>();
    try {
      Awaitility.await(what)
          .atMost(PATIENCE)
          .pollInterval(LOOK_EVERY)
          .ignoreExceptions()
          .until(
              () -> {
                SpinRunStatus status = now().getStatus();
                last.set(status);
                return status != null && condition.test(status);
              });
      return Objects.requireNonNull(last.get());
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(
          "%s did not happen in %s within %s; the last status is %s"
              .formatted(what, namespace, PATIENCE, last.get()),
          e);
    }
  }

  /** Waits until a condition is true for this reason. */
  public Condition awaitReason(String type, String reason) {
    SpinRunStatus status = await(type + "/" + reason, s -> find(s, type, reason).isPresent());
    return find(status, type, reason).orElseThrow();
  }

  private static Optional<Condition> find(SpinRunStatus status, String type, String reason) {
    return status.conditions().stream()
        .filter(c -> c.getType().equals(type) && c.getStatus().equals("True"))
        .filter(c -> c.getReason().equals(reason))
        .findFirst();
  }

  /** Deletes the object, which may wait for the operator. */
  public void delete() {
    layout();
    object().delete();
  }

  /** Whether the object is gone. */
  public boolean isGone() {
    return object().get() == null;
  }

  /** Waits until the object and all that it had in the store are gone. */
  public void awaitGoneWithItsFolder() {
    Awaitility.await("the object of " + namespace + " goes")
        .atMost(PATIENCE)
        .pollInterval(LOOK_EVERY)
        .ignoreExceptions()
        .until(this::isGone);
    assertThat(plane.serverAt(endpoint).at(RUNS).list(layout().root() + "/"))
        .as("in %s", namespace)
        .isEmpty();
  }

  private Resource<SpinRun> object() {
    return plane.client().resources(SpinRun.class).inNamespace(namespace).withName(NAME);
  }

  /** Its Jobs. */
  public List<Job> jobs() {
    return plane.client().batch().v1().jobs().inNamespace(namespace).list().getItems();
  }

  /** What it has left in the store. */
  public RunResults results() {
    return new RunResults(plane.serverAt(endpoint).at(RUNS), layout());
  }

  /** Known once the object was there, and longer than it is. */
  private synchronized RunLayout layout() {
    if (layout == null) {
      layout = new RunLayout(namespace, NAME, now().getMetadata().getUid());
    }
    return layout;
  }

  /**
   * Waits for the end and checks it: each iteration promoted once, nothing done twice, nothing left
   * behind.
   */
  public SpinRunStatus awaitTheOneEnd() {
    SpinRunStatus status = await("the end", s -> s.phase().isEnd());
    assertThat(status.phase()).as("%s", status).isEqualTo(Phase.SUCCEEDED);
    assertThat(status.failures().infrastructure()).as("failures %s", status).isZero();
    assertThat(status.failures().application()).as("failures %s", status).isZero();
    assertThat(status.iterations())
        .extracting(IterationResult::number)
        .containsExactlyElementsOf(IntStream.rangeClosed(0, ITERATIONS).boxed().toList());
    status.iterations().forEach(this::checkPromotion);
    assertThat(plane.node().worked(namespace)).doesNotHaveDuplicates();
    Awaitility.await("no Jobs left in " + namespace).atMost(PATIENCE).until(() -> jobs().isEmpty());
    return status;
  }

  private void checkPromotion(IterationResult iteration) {
    int k = iteration.number();
    RunResults results = results();
    assertThat(iteration.outcome()).isEqualTo(Outcome.Result.PROMOTED);
    assertThat(results.outcome(k).result()).isEqualTo(Outcome.Result.PROMOTED);
    assertThat(iteration.candidateDigest()).isEqualTo(results.opponent(k).candidateDigest());
    assertThat(results.manifest(k).files()).isNotEmpty();
    if (k > 0) {
      assertThat(iteration.opponentDigest())
          .isEqualTo(results.opponent(k).parentDigest())
          .isEqualTo(results.opponent(k - 1).candidateDigest());
    }
  }
}
