package dev.spinrun.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.contract.plan.Stage;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.operator.plan.decision.Action;
import dev.spinrun.operator.plan.decision.Plan;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuspensionTest {
  private static Scene training() {
    return Scene.in(1, Stage.TRAIN).spec("suspend: true");
  }

  @Test
  void aJobAtWorkIsSuspendedAndItsPodsAreWaitedFor() {
    Plan plan = training().podRuns().plan();
    assertThat(plan.actions())
        .containsExactly(new Action.Suspend("castle-11111-i1-train-a1", true));
    assertThat(plan.status().phase()).isEqualTo(Phase.SUSPENDING);
    assertThat(plan.status().message())
        .isEqualTo("1 pod is stopping; training commits a checkpoint first.");
  }

  @Test
  void aRunIsSuspendedOnceNoPodIsLeft() {
    Plan plan = training().suspendedJob().plan();
    assertThat(plan.status().phase()).isEqualTo(Phase.SUSPENDED);
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.status().conditions())
        .filteredOn(c -> c.getStatus().equals("True"))
        .extracting(c -> c.getType())
        .containsExactly("StoreReachable", "Suspended");
  }

  @Test
  void resumingLetsTheSameJobGoOn() {
    Plan plan = Scene.in(1, Stage.TRAIN).suspendedJob().plan();
    assertThat(plan.actions())
        .containsExactly(new Action.Suspend("castle-11111-i1-train-a1", false));
    assertThat(plan.status().current().attempt()).isEqualTo(1);
    assertThat(plan.status().phase()).isEqualTo(Phase.RUNNING);
  }

  @Test
  void aPodThatDiedWhileStoppingCostsNoRetry() {
    Plan plan = training().failed().podEnded(137, "Error", null).plan();
    assertThat(plan.status().current().attempt()).isEqualTo(2);
    assertThat(plan.status().failures().application()).isZero();
    assertThat(plan.status().failures().infrastructure()).isZero();
  }

  @Test
  void nothingStartsWhileSuspended() {
    for (Scene scene : List.of(Scene.created(), Scene.starting(0), Scene.starting(1).frozen())) {
      Plan plan = scene.spec("suspend: true").plan();
      assertThat(plan.actions()).isEmpty();
      assertThat(plan.status().phase()).isEqualTo(Phase.SUSPENDED);
    }
  }

  @Test
  void aJobInAQueueIsLeftBehindBecauseTheQueueWouldStartItAgain() {
    Plan plan = training().label("kueue.x-k8s.io/queue-name: gpu").podRuns().plan();
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.status().current().attempt()).isEqualTo(2);
    assertThat(plan.status().phase()).isEqualTo(Phase.SUSPENDING);
  }

  @Test
  void aJobThatWaitsInItsQueueIsNotResumedByUs() {
    Plan plan =
        Scene.in(1, Stage.TRAIN).label("kueue.x-k8s.io/queue-name: gpu").suspendedJob().plan();
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.status().message())
        .isEqualTo("Job castle-11111-i1-train-a1 waits in its queue.");
  }
}
