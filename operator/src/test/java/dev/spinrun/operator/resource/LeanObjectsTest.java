package dev.spinrun.operator.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spinrun.crds.SpinRun;
import dev.spinrun.operator.SpinRuns;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeanObjectsTest {
  private static final String MANAGED = "managedFields: [{manager: kubelet, fieldsV1: {f:a: {}}}]";
  private static final String POD_SPEC =
      """
      {nodeName: gpu-1, volumes: [{name: scratch, emptyDir: {}}], containers: [{name: trainer,
       image: trainer:1, env: [{name: A, value: b}], resources: {limits: {memory: 4Gi}}}]}""";
  private static final String POD =
      """
      ---
      {apiVersion: v1, kind: Pod, metadata: {name: p, labels: {x: y}, %s}, spec: %s,
       status: {phase: Failed, conditions: [{type: DisruptionTarget, status: 'True'}]}}"""
          .formatted(MANAGED, POD_SPEC);
  private static final String JOB =
      """
      ---
      {apiVersion: batch/v1, kind: Job, metadata: {name: j, annotations: {k: v}, %s},
       spec: {suspend: true, parallelism: 2, template: {metadata: {labels: {x: y}}, spec: %s}},
       status: {conditions: [{type: Complete, status: 'True'}]}}"""
          .formatted(MANAGED, POD_SPEC);

  private final KubernetesSerialization serialization = serialization();

  private static KubernetesSerialization serialization() {
    ObjectMapper mapper = new ObjectMapper();
    NewerVersions.tolerate(mapper);
    LeanObjects.by(mapper);
    return new KubernetesSerialization(mapper, true);
  }

  @Test
  void aPodIsItsIdentityItsResourcesAndItsStatus() {
    Pod pod = serialization.unmarshal(POD, Pod.class);
    assertThat(pod.getMetadata().getLabels()).containsEntry("x", "y");
    assertThat(pod.getStatus().getConditions()).hasSize(1);
    assertThat(pod.getMetadata().getManagedFields()).isEmpty();
    checkTrimmed(pod.getSpec());
  }

  @Test
  void aJobKeepsWhatItsPodsAskFor() {
    Job job = serialization.unmarshal(JOB, Job.class);
    assertThat(job.getMetadata().getAnnotations()).containsEntry("k", "v");
    assertThat(job.getSpec().getSuspend()).isTrue();
    assertThat(job.getSpec().getParallelism()).isEqualTo(2);
    assertThat(job.getStatus().getConditions()).hasSize(1);
    assertThat(job.getMetadata().getManagedFields()).isEmpty();
    checkTrimmed(job.getSpec().getTemplate().getSpec());
  }

  private static void checkTrimmed(PodSpec spec) {
    assertThat(spec.getNodeName()).isEqualTo("gpu-1");
    assertThat(spec.getVolumes()).isEmpty();
    Container container = spec.getContainers().get(0);
    assertThat(container.getName()).isEqualTo("trainer");
    assertThat(container.getImage()).isNull();
    assertThat(container.getEnv()).isEmpty();
    assertThat(container.getResources().getLimits()).containsKey("memory");
  }

  @Test
  void eventsOfAWatchAreTrimmedToo() {
    Object object =
        serialization
            .unmarshal("type: MODIFIED\nobject: %s".formatted(POD.substring(4)), WatchEvent.class)
            .getObject();
    assertThat(object).isInstanceOfSatisfying(Pod.class, pod -> checkTrimmed(pod.getSpec()));
  }

  /** As API servers send them every minute. */
  @Test
  void bookmarksAreUnderstood() {
    String pod =
        "{apiVersion: v1, kind: Pod, metadata: {resourceVersion: '7'}, spec: {containers: null}}";
    String job =
        "{apiVersion: batch/v1, kind: Job, metadata: {resourceVersion: '7'}, spec: {template: {metadata: {}, spec: {containers: null}}}}";
    String run =
        "{apiVersion: spinrun.dev/v1alpha1, kind: SpinRun, metadata: {resourceVersion: '7'}}";
    for (String object : List.of(pod, job, run)) {
      Object read =
          serialization
              .unmarshal("type: BOOKMARK\nobject: " + object, WatchEvent.class)
              .getObject();
      assertThat(read)
          .isInstanceOfSatisfying(
              HasMetadata.class,
              o -> assertThat(o.getMetadata().getResourceVersion()).isEqualTo("7"));
    }
  }

  @Test
  void whoHasSetAnAnnotationOfOursIsKept() {
    String plain = SpinRuns.SMALL.replace("metadata: {", "metadata: {%s, ".formatted(MANAGED));
    String asked =
        SpinRuns.SMALL.replace(
            "metadata: {",
            "metadata: {annotations: {spinrun.dev/retry: x}, managedFields: [{manager: kubectl, fieldsV1: {'f:spec': {}, 'f:metadata': {'f:annotations': {'f:spinrun.dev/retry': {}, 'f:copy': {}}}}}], ");
    assertThat(read(plain).getMetadata().getManagedFields()).isEmpty();
    assertThat(read(asked).getMetadata().getManagedFields())
        .singleElement()
        .satisfies(m -> assertThat(m.toString()).contains("retry").doesNotContain("f:spec"));
    assertThat(read(plain).getSpec().iterations()).isEqualTo(2);
  }

  /** Like kubectl's copy of the object, which is as large as the object. */
  @Test
  void whatOthersWriteIntoTheMetadataOfARunIsDropped() {
    String much = "x".repeat(100_000);
    SpinRun run =
        read(
            SpinRuns.SMALL.replace(
                "metadata: {",
                "metadata: {annotations: {copy: '%s', spinrun.dev/other: '%s', spinrun.dev/retry: '%s'}, labels: {kueue.x-k8s.io/queue-name: gpu, team: ml}, "
                    .formatted(much, much, much)));
    assertThat(run.getMetadata().getAnnotations()).containsOnlyKeys("spinrun.dev/retry");
    assertThat(run.getMetadata().getAnnotations().get("spinrun.dev/retry")).hasSize(64);
    assertThat(run.getMetadata().getLabels()).containsOnlyKeys("kueue.x-k8s.io/queue-name");
  }

  @Test
  void equalPartsAreKeptOnce() {
    Pod pod = serialization.unmarshal(POD, Pod.class);
    Job job = serialization.unmarshal(JOB, Job.class);
    String one = pod.getStatus().getConditions().get(0).getStatus();
    assertThat(job.getStatus().getConditions().get(0).getStatus()).isEqualTo("True").isSameAs(one);
    assertThat(job.getSpec().getTemplate().getSpec()).isSameAs(pod.getSpec());
    Pod other = serialization.unmarshal(POD.replace("gpu-1", "gpu-2"), Pod.class);
    assertThat(other.getSpec().getNodeName()).isEqualTo("gpu-2");
    assertThat(other.getMetadata().getLabels().get("x"))
        .isSameAs(pod.getMetadata().getLabels().get("x"));
  }

  private SpinRun read(String yaml) {
    return serialization.unmarshal(yaml, SpinRun.class);
  }
}
