package dev.spinrun.e2e.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spinrun.e2e.cluster.ControlPlane;
import dev.spinrun.e2e.cluster.LoneFaultTest;
import dev.spinrun.e2e.cluster.PlayedRun;
import dev.spinrun.e2e.edge.EffectGate;
import dev.spinrun.e2e.edge.OperatorProcess;
import dev.spinrun.e2e.edge.WatchFlow;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** This version of the operator, and objects of a version that is still to come. */
@LoneFaultTest
class NewerObjectsTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final JSONSchemaProps TEXT =
      new JSONSchemaPropsBuilder().withType("string").build();

  @Test
  void unknownFieldsAreKeptAndUnknownValuesLeftAlone(ControlPlane plane) {
    plane.useCrd(newer(plane.crd()));
    PlayedRun run = plane.run("newer");
    try (OperatorProcess operator =
        new OperatorProcess(plane.api(), run.namespace(), EffectGate.OPEN, WatchFlow.PROMPT)) {
      run.create(NewerObjectsTest::beyondUs);
      awaitNotUnderstood(plane, run);
      run.create(manifest -> manifest.withObject("/spec").put("futureOption", "on"));
      object(plane, run, "castle")
          .subresource("status")
          .patch(
              PatchContext.of(PatchType.JSON_MERGE), "{\"status\": {\"futureResult\": \"kept\"}}");

      run.awaitTheOneEnd();

      GenericKubernetesResource done = object(plane, run, "castle").require();
      assertThat(done.<String>get("spec", "futureOption")).isEqualTo("on");
      assertThat(done.<String>get("status", "futureResult")).isEqualTo("kept");
      GenericKubernetesResource beyond = object(plane, run, "beyond").require();
      assertThat(beyond.<Object>get("status")).as("left alone").isNull();
      assertThat(beyond.<String>get("spec", "method")).isEqualTo("Future");
      object(plane, run, "beyond").delete();
      Awaitility.await("its deletion")
          .atMost(SOON)
          .until(() -> object(plane, run, "beyond").get() == null);
    } finally {
      plane.useCrd(plane.crd());
    }
  }

  /** With a finalizer as well: it must not keep its namespace for ever. */
  private static void beyondUs(ObjectNode manifest) {
    manifest
        .withObject("/metadata")
        .put("name", "beyond")
        .putArray("finalizers")
        .add("spinrun.dev/store");
    manifest.withObject("/spec").put("method", "Future");
  }

  private static void awaitNotUnderstood(ControlPlane plane, PlayedRun run) {
    Awaitility.await("the event NotUnderstood")
        .atMost(SOON)
        .until(
            () ->
                plane.client().v1().events().inNamespace(run.namespace()).list().getItems().stream()
                    .anyMatch(
                        e ->
                            e.getReason().equals("NotUnderstood")
                                && e.getMessage().startsWith("spec.method has a value")));
  }

  private static Resource<GenericKubernetesResource> object(
      ControlPlane plane, PlayedRun run, String name) {
    return plane
        .client()
        .genericKubernetesResources("spinrun.dev/v1alpha1", "SpinRun")
        .inNamespace(run.namespace())
        .withName(name);
  }

  /** A CRD with fields and a method that this version does not have. */
  private static CustomResourceDefinition newer(CustomResourceDefinition crd) {
    Map<String, JSONSchemaProps> top =
        crd.getSpec().getVersions().get(0).getSchema().getOpenAPIV3Schema().getProperties();
    JSONSchemaProps spec = top.get("spec");
    spec.getProperties().put("futureOption", TEXT);
    spec.getProperties().get("method").setEnum(null);
    top.get("status").getProperties().put("futureResult", TEXT);
    return crd;
  }
}
