package dev.spinrun.e2e.refused;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.e2e.cluster.ControlPlane;
import dev.spinrun.e2e.cluster.FaultTest;
import dev.spinrun.e2e.cluster.PlayedRun;
import dev.spinrun.e2e.edge.EffectGate;
import dev.spinrun.e2e.edge.OperatorProcess;
import dev.spinrun.e2e.edge.WatchFlow;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What the cluster refuses when it is asked for is told in its words, and gone on from alone. */
@FaultTest
class RefusedByTheClusterTest {
  private static OperatorProcess operator(ControlPlane plane, PlayedRun run) {
    return new OperatorProcess(plane.api(), run.namespace(), EffectGate.OPEN, WatchFlow.PROMPT);
  }

  @Test
  void aJobBeyondTheQuotaIsTold(ControlPlane plane) {
    PlayedRun run = plane.run("quota-of-jobs");
    var quota =
        plane
            .client()
            .resource(
                new ResourceQuotaBuilder()
                    .withNewMetadata()
                    .withName("none")
                    .withNamespace(run.namespace())
                    .endMetadata()
                    .withNewSpec()
                    .withHard(Map.of("count/jobs.batch", new Quantity("0")))
                    .endSpec()
                    .build());
    quota.create();
    quota.waitUntilCondition(
        q -> q.getStatus() != null && q.getStatus().getHard() != null,
        30,
        java.util.concurrent.TimeUnit.SECONDS);
    try (OperatorProcess operator = operator(plane, run)) {
      Condition told = run.create().awaitReason("Stalled", "FailedCreate");
      assertThat(told.getMessage())
          .startsWith("Job castle-")
          .contains("cannot be created", "exceeded quota: none");
      assertThat(run.now().getStatus().failures().application()).isZero();
      quota.delete();
      run.awaitTheOneEnd();
    }
  }

  @Test
  void podsOfAServiceAccountThatIsNotThereAreTold(ControlPlane plane) {
    PlayedRun run = plane.run("no-account");
    try (OperatorProcess operator = operator(plane, run)) {
      run.create(
          manifest -> manifest.withObject("/spec/pod").put("serviceAccountName", "not-there-yet"));
      Condition told = run.awaitReason("Stalled", "FailedCreate");
      assertThat(told.getMessage())
          .contains("has none of its pods", "serviceaccount \"not-there-yet\" not found");
      plane
          .client()
          .resource(
              new ServiceAccountBuilder()
                  .withNewMetadata()
                  .withName("not-there-yet")
                  .withNamespace(run.namespace())
                  .endMetadata()
                  .build())
          .create();
      run.awaitTheOneEnd();
    }
  }

  /** kubectl sorts events by whole seconds, and by name within one. */
  @Test
  void theEventsOfARunTellItsStoryInOrder(ControlPlane plane) {
    PlayedRun run = plane.run("story");
    try (OperatorProcess operator = operator(plane, run)) {
      run.create().awaitTheOneEnd();
    }
    List<String> told =
        plane.client().v1().events().inNamespace(run.namespace()).list().getItems().stream()
            .filter(e -> "SpinRun".equals(e.getInvolvedObject().getKind()))
            .map(Event::getMessage)
            .map(m -> m.replaceAll("castle-[^-]{5}-|[(].*[)]|after [0-9hms]+", ""))
            .map(m -> m.replaceFirst("s3://.*", "…"))
            .toList();
    assertThat(told).first().isEqualTo("Prepare of iteration 0 starts as Job i0-prepare-a1.");
    assertThat(told).last().isEqualTo("All 2 iterations are promoted.");
    assertThat(told.stream().filter(m -> m.startsWith("Iteration 1 is promoted")))
        .singleElement()
        .asString()
        .contains("score ", "win rate ", "pictures in");
    assertThat(told.indexOf("Generate of iteration 2 starts as Job i2-generate-a1."))
        .isGreaterThan(told.indexOf("Evaluate of iteration 1 starts as Job i1-evaluate-a3."));
  }

  /** The CRD is refused by the API server as a whole if one of its rules costs too much. */
  @Test
  void whatKubernetesWouldRefuseLaterIsRefusedAtApplyInWords(ControlPlane plane) {
    PlayedRun run = plane.run("refused-at-apply");
    Map<String, String> rows =
        Map.of(
            "{\"metadata\": {\"name\": \"sd1.5\"}}",
            "metadata.name must have at most 40 characters",
            "{\"spec\": {\"pod\": {\"labels\": {\"team\": \"a team\"}}}}",
            "pod.labels must have keys like",
            "{\"spec\": {\"pod\": {\"annotations\": {\"a b\": \"x\"}}}}",
            "pod.annotations must have keys",
            "{\"spec\": {\"train\": {\"resources\": {\"limits\": {\"memory\": \"16 GB\"}}}}}",
            "limits must name resources like",
            "{\"spec\": {\"train\": {\"resources\": {\"requests\": {\"gpu\": 1}}}}}",
            "requests must name resources like",
            "{\"spec\": {\"pod\": {\"env\": [{\"name\": \"HF_ENDPOINT\", \"value\": \"http://x\"}]}}}",
            "not a run's to set",
            "{\"spec\": {\"data\": {\"uri\": \"hf://owner/name\"}}}",
            "hf://datasets/owner/name@revision",
            "{\"spec\": {\"activeDeadline\": \"1 day\"}}",
            "activeDeadline must be hours, minutes and seconds",
            "{\"spec\": {\"pod\": {\"env\": [{\"name\": \"A\", \"value\": \"%s\"}, {\"name\": \"B\", \"value\": \"%s\"}, {\"name\": \"C\", \"value\": \"%s\"}]}}}"
                .replace("%s", "x".repeat(3000)),
            "at most 8 KiB in all");
    rows.forEach(
        (change, words) ->
            assertThat(Objects.requireNonNull(run.refusal(change)))
                .contains(words)
                .doesNotContain("should match"));
  }
}
