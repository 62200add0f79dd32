package dev.spinrun.e2e.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.contract.failure.FailureClass;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.e2e.cluster.ControlPlane;
import dev.spinrun.e2e.cluster.LoneFaultTest;
import dev.spinrun.e2e.cluster.PlayedRun;
import dev.spinrun.e2e.edge.EffectGate;
import dev.spinrun.e2e.edge.OperatorProcess;
import dev.spinrun.e2e.edge.WatchFlow;
import dev.spinrun.e2e.node.HeldPods;
import dev.spinrun.e2e.node.PodEnding;
import dev.spinrun.runstore.credentials.Credentials;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Runs in every phase: specs that were applied when the previous CRD was in force, and statuses as
 * it lets an operator write them, since the API server drops the fields that were not there yet.
 */
@LoneFaultTest
class UpgradeTest {
  @Test
  void runsInEveryPhaseGoOnUnderTheNewVersion(ControlPlane plane) {
    CustomResourceDefinition previousCrd = plane.crd("e2e/src/test/resources/previous-crd.yml");
    plane.useCrd(previousCrd);
    try {
      PlayedRun training = plane.run("old-training");
      PlayedRun evaluating = plane.run("old-evaluating");
      PlayedRun suspended = plane.run("old-suspended");
      PlayedRun stalled = plane.run("old-stalled");
      PlayedRun failed = plane.run("old-failed");
      PlayedRun succeeded = plane.run("old-succeeded");
      HeldPods inTraining = new HeldPods(pod -> pod.job().contains("-i1-train-"));
      HeldPods inEvaluation = new HeldPods(pod -> pod.job().contains("-i1-evaluate-"));
      plane.node().decide(training.namespace(), inTraining);
      plane.node().decide(evaluating.namespace(), inEvaluation);
      plane.node().decide(suspended.namespace(), inTraining);
      plane
          .node()
          .decide(
              failed.namespace(), p -> new PodEnding(FailureClass.DATA.exitCode(), "no images"));
      stalled.giveCredentials(new Credentials("fault-tests", "not-the-secret", null));
      List<PlayedRun> all = List.of(training, evaluating, suspended, stalled, failed, succeeded);

      all.forEach(PlayedRun::create);
      plane.useCrd(withStatusOf(previousCrd, plane.crd()));
      List<OperatorProcess> previous = operators(plane, all);
      training.await("training", s -> String.valueOf(s.current().job()).contains("-i1-train-"));
      evaluating.await(
          "evaluation", s -> String.valueOf(s.current().job()).contains("-i1-evaluate-"));
      suspended.await("training", s -> String.valueOf(s.current().job()).contains("-train-"));
      suspended.patch("{\"spec\": {\"suspend\": true}}");
      suspended.await("suspension", s -> s.phase() == Phase.SUSPENDED);
      stalled.awaitReason("Stalled", "StoreCredentialsRejected");
      SpinRunStatus failure = failed.await("failure", s -> s.phase() == Phase.FAILED);
      SpinRunStatus success = succeeded.awaitTheOneEnd();
      previous.forEach(OperatorProcess::close);

      plane.useCrd(plane.crd());
      List<OperatorProcess> present = operators(plane, all);
      inTraining.release();
      inEvaluation.release();
      suspended.patch("{\"spec\": {\"suspend\": false}}");
      stalled.giveCredentials(plane.s3().credentials());

      List.of(training, evaluating, suspended, stalled).forEach(PlayedRun::awaitTheOneEnd);
      assertThat(succeeded.now().getStatus().iterations()).isEqualTo(success.iterations());
      assertThat(failed.now().getStatus().message()).isEqualTo(failure.message());
      plane.node().decide(failed.namespace(), pod -> PodEnding.DONE);
      failed.patch("{\"metadata\": {\"annotations\": {\"spinrun.dev/retry\": \"now\"}}}");
      failed.await("the end", s -> s.phase() == Phase.SUCCEEDED);
      present.forEach(OperatorProcess::close);
    } finally {
      plane.useCrd(plane.crd());
    }
  }

  private static CustomResourceDefinition withStatusOf(
      CustomResourceDefinition previous, CustomResourceDefinition present) {
    top(present).put("status", top(previous).get("status"));
    return present;
  }

  private static Map<String, JSONSchemaProps> top(CustomResourceDefinition crd) {
    return crd.getSpec().getVersions().get(0).getSchema().getOpenAPIV3Schema().getProperties();
  }

  private static List<OperatorProcess> operators(ControlPlane plane, List<PlayedRun> runs) {
    List<OperatorProcess> operators = new ArrayList<>();
    for (PlayedRun run : runs) {
      operators.add(
          new OperatorProcess(plane.api(), run.namespace(), EffectGate.OPEN, WatchFlow.PROMPT));
    }
    return operators;
  }
}
