package dev.spinrun.e2e.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spinrun.crds.SpinRun;
import dev.spinrun.crds.SpinRunStatus;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A SpinRun on the cluster, and what a user does with it. */
public final class LiveRun implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(20);
  private static final String RUN_LABEL = "spinrun.dev/run";

  private final KubernetesClient client;
  private final Quickstart quickstart;
  private final SpinRun applied;

  private LiveRun(KubernetesClient client, Quickstart quickstart, SpinRun applied) {
    this.client = client;
    this.quickstart = quickstart;
    this.applied = applied;
  }

  /** What differs from the quickstart's spec. */
  public interface Change {
    /** Changes the spec, given as JSON. */
    void to(ObjectNode spec);
  }

  static LiveRun apply(KubernetesClient client, Quickstart quickstart, String name, Change change) {
    Object manifest =
        new ObjectMapper().convertValue(manifest(client, quickstart, name, change), Object.class);
    SpinRun run = client.getKubernetesSerialization().convertValue(manifest, SpinRun.class);
    return new LiveRun(client, quickstart, client.resource(run).create());
  }

  /** The quickstart's manifest under another name, with a changed spec. */
  public static ObjectNode manifest(
      KubernetesClient client, Quickstart quickstart, String name, Change change) {
    ObjectNode manifest =
        client.getKubernetesSerialization().convertValue(quickstart.manifest(), ObjectNode.class);
    manifest.withObject("/metadata").put("name", name);
    manifest.remove("status");
    change.to(manifest.withObject("/spec"));
    return manifest;
  }

  /** Few and coarse images, by one pod at a time: for runs whose images nobody looks at. */
  public static void drawLittle(ObjectNode spec) {
    spec.withObject("/generate").put("steps", 3).put("workers", 1);
    spec.withObject("/evaluate").put("imagesPerPrompt", 1).put("workers", 1);
  }

  /** One iteration of few steps, with a checkpoint every ten of them. */
  public static void trainLittle(ObjectNode spec, int steps) {
    drawLittle(spec);
    spec.put("iterations", 1);
    spec.withObject("/train").put("steps", steps).put("checkpointEverySteps", 10);
  }

  /** The object as it is now. */
  public SpinRun now() {
    return client.resource(applied).get();
  }

  /**
   * Waits until the status is as described, and returns it; fails with the last status otherwise.
   */
  public SpinRunStatus await(String what, Predicate<SpinRunStatus> condition) {
    try {
      return client
          .resource(applied)
          .waitUntilCondition(
              r -> r != null && r.getStatus() != null && condition.test(r.getStatus()),
              PATIENCE.toSeconds(),
              TimeUnit.SECONDS)
          .getStatus();
    } catch (KubernetesClientTimeoutException e) {
      throw new AssertionError(
          "%s did not happen within %s; the status is %s"
              .formatted(what, PATIENCE, now().getStatus()),
          e);
    }
  }

  /** Waits until the run is over and returns its last status. */
  public SpinRunStatus awaitEnd() {
    return await("the end of " + applied.getMetadata().getName(), s -> s.phase().isEnd());
  }

  /** The condition of this type; fails if there is none. */
  public static Condition condition(SpinRunStatus status, String type) {
    return status.conditions().stream()
        .filter(c -> c.getType().equals(type))
        .findAny()
        .orElseThrow(() -> new AssertionError("no condition " + type + " in " + status));
  }

  /** Sets a field of the spec. */
  public void patch(String mergePatch) {
    client.resource(applied).patch(PatchContext.of(PatchType.JSON_MERGE), mergePatch);
  }

  /** Its pods. */
  public List<Pod> pods() {
    return client
        .pods()
        .inNamespace(quickstart.namespace())
        .withLabel(RUN_LABEL, applied.getMetadata().getName())
        .list()
        .getItems();
  }

  /** Its Jobs. */
  public List<Job> jobs() {
    return client
        .batch()
        .v1()
        .jobs()
        .inNamespace(quickstart.namespace())
        .withLabel(RUN_LABEL, applied.getMetadata().getName())
        .list()
        .getItems();
  }

  /** What it has left in the store. */
  public RunResults results() {
    return quickstart.results(applied);
  }

  /** Deletes the object; what is in the store stays. */
  @Override
  public void close() {
    client.resource(applied).delete();
  }
}
