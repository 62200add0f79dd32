package dev.spinrun.e2e.trouble;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.contract.plan.Stage;
import dev.spinrun.e2e.cluster.ControlPlane;
import dev.spinrun.e2e.cluster.FaultTest;
import dev.spinrun.e2e.cluster.PlayedRun;
import dev.spinrun.e2e.edge.EffectGate;
import dev.spinrun.e2e.edge.OperatorProcess;
import dev.spinrun.e2e.edge.WatchFlow;
import dev.spinrun.e2e.node.HeldPods;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A run that is deleted while a stage of it is at work, or while a candidate awaits a decision. */
@FaultTest
class DeletedInMidStageTest {
  @ParameterizedTest
  @EnumSource(Stage.class)
  void nothingOfItIsLeft(Stage stage, ControlPlane plane) {
    PlayedRun run = plane.run("deleted-in-" + stage.lowerCase());
    String job = "-%s-".formatted(stage.lowerCase());
    HeldPods held = new HeldPods(pod -> pod.job().contains(job));
    plane.node().decide(run.namespace(), held);
    try (OperatorProcess operator =
        new OperatorProcess(plane.api(), run.namespace(), EffectGate.OPEN, WatchFlow.PROMPT)) {
      run.create(
          manifest -> {
            manifest.withObject("/spec/retention").put("onDelete", "Delete");
            manifest.withObject("/spec/promotion").put("policy", "Manual");
          });
      if (stage == Stage.PROMOTE) {
        run.awaitReason("Reconciling", "AwaitingPromotion");
      } else {
        run.await("the stage", s -> String.valueOf(s.current().job()).contains(job));
        run.awaitReason("Reconciling", "StageRunning");
      }

      run.delete();

      run.awaitGoneWithItsFolder();
      assertThat(run.jobs()).isEmpty();
    }
  }
}
