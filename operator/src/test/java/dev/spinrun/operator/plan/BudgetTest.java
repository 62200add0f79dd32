package dev.spinrun.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.contract.plan.Stage;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.crds.status.Totals;
import dev.spinrun.operator.plan.decision.Action;
import dev.spinrun.operator.plan.decision.Plan;
import org.junit.jupiter.api.Test;

/** An hour of one GPU, on two of them. */
class BudgetTest {
  private static Scene scene(Scene scene, long usefulBefore, long lostBefore) {
    return scene
        .spec("budget: {gpuHours: 1}")
        .spec("{limits: {memory: 4Gi}}", "{limits: {nvidia.com/gpu: 2}}")
        .status(s -> s.withTotals(new Totals(1, 1, usefulBefore, lostBefore)));
  }

  /** Its pod has taken 200 GPU-seconds. */
  private static Scene training(long usefulBefore, long lostBefore) {
    return scene(Scene.in(1, Stage.TRAIN), usefulBefore, lostBefore)
        .pod(PodStates.runsSince(Scene.NOW.minusSeconds(100)));
  }

  @Test
  void aRunWorksUntilItsBudgetIsUsedUp() {
    Plan plan = training(3000, 399).plan();
    assertThat(plan.status().phase()).isEqualTo(Phase.RUNNING);
    assertThat(plan.actions()).isEmpty();
  }

  @Test
  void thenItsJobIsLeftBehindAndWhatItTookIsOnRecord() {
    Scene scene = training(3000, 400);
    Plan plan = scene.plan();
    assertThat(plan.status().phase()).isEqualTo(Phase.SUSPENDING);
    assertThat(plan.status().message())
        .isEqualTo(
            "spec.budget.gpuHours (1) is used up. Pods are stopping; training commits a checkpoint"
                + " first. Raise it to go on.");
    assertThat(plan.status().totals().gpuSeconds()).isEqualTo(3600);
    assertThat(plan.status().current().attempt()).isEqualTo(2);
    assertThat(plan.status().current().stage()).isEqualTo(Stage.TRAIN);
    assertThat(plan.status().failures().application()).isZero();

    Plan after = scene.planAfter(plan);
    assertThat(after.actions()).containsExactly(new Action.Delete("castle-11111-i1-train-a1"));
    assertThat(after.status().phase()).isEqualTo(Phase.SUSPENDING);
    assertThat(after.status().totals().gpuSeconds()).isEqualTo(3600);
  }

  @Test
  void aRunWithoutPodsIsSuspendedForThatReason() {
    Plan plan = scene(Scene.in(1, Stage.TRAIN).withoutJob(), 3600, 0).plan();
    assertThat(plan.status().phase()).isEqualTo(Phase.SUSPENDED);
    assertThat(plan.status().conditions())
        .filteredOn(c -> c.getType().equals("Suspended"))
        .singleElement()
        .returns("True", c -> c.getStatus())
        .returns("BudgetUsedUp", c -> c.getReason());
    assertThat(plan.actions()).isEmpty();
  }

  @Test
  void withMoreItGoesOn() {
    Plan plan =
        scene(Scene.in(1, Stage.TRAIN).withoutJob(), 3600, 0)
            .spec("gpuHours: 1", "gpuHours: 2")
            .plan();
    assertThat(plan.status().phase()).isEqualTo(Phase.RUNNING);
    assertThat(plan.actions()).isNotEmpty();
  }

  @Test
  void whatIsPaidForCounts() {
    assertThat(scene(Scene.in(1, Stage.PROMOTE), 3600, 0).plan().status().phase())
        .isEqualTo(Phase.RUNNING);
    Plan complete = scene(Scene.in(1, Stage.TRAIN).complete().candidate(), 3600, 0).plan();
    assertThat(complete.status().current().stage()).isEqualTo(Stage.EVALUATE);
  }
}
