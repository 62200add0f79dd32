package dev.spinrun.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.contract.plan.Stage;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.operator.observe.TotalProgress;
import dev.spinrun.operator.plan.decision.Decision;
import dev.spinrun.operator.plan.decision.Notice;
import dev.spinrun.operator.plan.decision.Obstacle;
import dev.spinrun.operator.plan.decision.Plan;
import dev.spinrun.operator.plan.decision.Reason;
import dev.spinrun.operator.resource.Platform;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pods that are not created, do not start, or hang: what the cluster says of it is told. */
class NotStartingTest {
  private static final String JOB = "castle-11111-i1-train-a1";
  private static final String REFUSED =
      "FailedCreate: Error creating: pods \"x\" is forbidden: error looking up service account"
          + " ml/nobody: serviceaccount \"nobody\" not found";
  private static final String NOT_MOUNTED =
      "FailedMount: MountVolume.SetUp failed for volume \"plan\" : configmap"
          + " \"castle-11111-i1-plan\" not found";

  private static String reason(Plan plan, String type) {
    return plan.status().conditions().stream()
        .filter(c -> c.getType().equals(type) && c.getStatus().equals("True"))
        .map(c -> c.getReason())
        .findFirst()
        .orElse("none");
  }

  @Test
  void podsThatAreNotCreatedAreToldInTheWordsOfTheCluster() {
    Plan plan = Scene.in(1, Stage.TRAIN).warns(JOB, REFUSED).plan();
    assertThat(reason(plan, "Stalled")).isEqualTo("FailedCreate");
    assertThat(plan.status().message())
        .isEqualTo(
            "Job castle-11111-i1-train-a1 has none of its pods ("
                + REFUSED
                + "). It goes on once the cluster admits them: check spec.pod, quotas and"
                + " policies.");
    assertThat(plan.status().failures().infrastructure()).isZero();
  }

  @Test
  void aWarningOfBeforeThePodsWereCreatedSaysNothing() {
    Plan plan = Scene.in(1, Stage.TRAIN).podRuns().warns(JOB, REFUSED).plan();
    assertThat(reason(plan, "Reconciling")).isEqualTo("StageRunning");
  }

  @Test
  void aPodThatWaitsForWhatItMountsIsExplainedAndGetsItsSettingsAgain() {
    Plan plan =
        Scene.in(1, Stage.TRAIN)
            .podWaits("ContainerCreating", "", Scene.NOW.minusSeconds(60))
            .warns(JOB + "-0", NOT_MOUNTED)
            .plan();
    assertThat(reason(plan, "Reconciling")).isEqualTo("PodNotStarting");
    assertThat(plan.status().message())
        .isEqualTo("Pod castle-11111-i1-train-a1-0 does not start (" + NOT_MOUNTED + ").");
    assertThat(WayOfARunTest.created(plan)).containsExactly("castle-11111-i1-plan");
  }

  @Test
  void butNotForMoreThanTenMinutes() {
    Plan plan =
        Scene.in(1, Stage.TRAIN)
            .podWaits("ContainerCreating", "", Scene.NOW.minusSeconds(601))
            .warns(JOB + "-0", NOT_MOUNTED)
            .plan();
    assertThat(reason(plan, "Reconciling")).isEqualTo("RetryScheduled");
    assertThat(plan.status().failures().infrastructure()).isEqualTo(1);
  }

  @Test
  void progressThatHasStoppedIsTold() {
    TotalProgress progress =
        new TotalProgress(120, 500, "steps", null, Scene.NOW.minus(Duration.ofMinutes(31)), null);
    Plan plan = Scene.in(1, Stage.TRAIN).podRuns().progress(progress).plan();
    assertThat(plan.status().phase()).isEqualTo(Phase.RUNNING);
    assertThat(reason(plan, "Reconciling")).isEqualTo("ProgressStalled");
    assertThat(plan.status().message())
        .isEqualTo(
            "Train of iteration 1 has not told of any progress since 2026-03-01T11:29:00Z (Job"
                + " castle-11111-i1-train-a1). Look at its log; if it hangs, delete the pod: the"
                + " stage goes on from what is committed.");
    assertThat(Notice.between(Scene.in(1, Stage.TRAIN).observed().run().getStatus(), plan.status()))
        .extracting(Notice::warning)
        .isEqualTo(List.of(true));
  }

  @Test
  void podsThatHaveJustStartedAgainAreNotSilent() {
    TotalProgress before =
        new TotalProgress(120, 500, "steps", null, Scene.NOW.minus(Duration.ofHours(9)), null);
    Plan plan =
        Scene.in(1, Stage.TRAIN)
            .pod(
                p ->
                    PodStates.runs()
                        .apply(p)
                        .editStatus()
                        .withStartTime(Scene.NOW.minusSeconds(60).toString())
                        .endStatus())
            .progress(before)
            .plan();
    assertThat(reason(plan, "Reconciling")).isEqualTo("StageRunning");
  }

  @Test
  void aRunThatIsOverStaysOverWhateverIsRefused() {
    Scene over = PhaseScenes.in(Phase.FAILED);
    Plan plan =
        new Planner(Platform.of(Scene.IMAGE))
            .obstructed(
                over.observed(), new Obstacle(Reason.FAILED_UPDATE, "Job x cannot be deleted."));
    assertThat(plan.status()).isEqualTo(over.observed().run().getStatus());
    assertThat(plan.lookAgainIn()).contains(Decision.TICK);
  }

  @Test
  void whatIsRefusedOfASuspendedRunLeavesItSuspended() {
    Plan plan =
        new Planner(Platform.of(Scene.IMAGE))
            .obstructed(
                PhaseScenes.in(Phase.SUSPENDED).observed(),
                new Obstacle(Reason.FAILED_UPDATE, "Job x cannot be resumed."));
    assertThat(plan.status().phase()).isEqualTo(Phase.SUSPENDED);
    assertThat(reason(plan, "Stalled")).isEqualTo("FailedUpdate");
  }

  @Test
  void anObstacleIsToldUntilItIsGone() {
    Scene scene = Scene.starting(1).frozen();
    Plan plan =
        new Planner(Platform.of(Scene.IMAGE))
            .obstructed(
                scene.observed(),
                new Obstacle(Reason.FAILED_CREATE, "Job x cannot be created: exceeded quota."));
    assertThat(reason(plan, "Stalled")).isEqualTo("FailedCreate");
    assertThat(plan.status().message()).isEqualTo("Job x cannot be created: exceeded quota.");
    assertThat(plan.lookAgainIn()).contains(Decision.TICK);
    Plan after = scene.planAfter(plan);
    assertThat(WayOfARunTest.created(after)).contains("castle-11111-i1-generate-a1");
    assertThat(reason(after, "Stalled")).isEqualTo("none");
  }
}
