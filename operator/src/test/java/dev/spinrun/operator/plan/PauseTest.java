package dev.spinrun.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.contract.plan.Stage;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.operator.plan.decision.Plan;
import org.junit.jupiter.api.Test;

class PauseTest {
  @Test
  void aPausedRunIsLeftAloneWhateverHappensToIt() {
    Scene scene =
        Scene.in(1, Stage.TRAIN)
            .failed()
            .podEnded(1, "Error", "boom")
            .annotation("spinrun.dev/paused", "true");
    Plan plan = scene.plan();
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.lookAgainIn()).isEmpty();
    assertThat(plan.status().phase()).isEqualTo(Phase.RUNNING);
    assertThat(plan.status().failures().application()).isZero();
    assertThat(plan.status().conditions())
        .filteredOn(c -> !c.getType().equals("StoreReachable"))
        .allSatisfy(
            c -> {
              assertThat(c.getStatus()).isEqualTo("False");
              assertThat(c.getReason()).isEqualTo("Paused");
            });
    assertThat(plan.status().message()).contains("spinrun.dev/paused");
  }

  @Test
  void withoutTheAnnotationItGoesOnWhereItWas() {
    Plan paused =
        Scene.in(1, Stage.TRAIN).podRuns().annotation("spinrun.dev/paused", "true").plan();
    Plan plan = Scene.in(1, Stage.TRAIN).podRuns().status(s -> paused.status()).plan();
    assertThat(plan.status().conditions())
        .filteredOn(c -> c.getType().equals("Reconciling"))
        .singleElement()
        .satisfies(c -> assertThat(c.getReason()).isEqualTo("StageRunning"));
  }

  @Test
  void aPausedRunGetsNoFinalizerEither() {
    Plan plan =
        Scene.created()
            .spec("retention: {onDelete: Delete}")
            .annotation("spinrun.dev/paused", "true")
            .plan();
    assertThat(plan.actions()).isEmpty();
  }

  @Test
  void anotherValueDoesNotPause() {
    Plan plan = Scene.in(1, Stage.TRAIN).podRuns().annotation("spinrun.dev/paused", "false").plan();
    assertThat(plan.lookAgainIn()).isPresent();
  }
}
