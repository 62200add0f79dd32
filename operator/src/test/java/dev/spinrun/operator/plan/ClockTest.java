package dev.spinrun.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.contract.plan.Stage;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.crds.status.RunClock;
import dev.spinrun.operator.plan.decision.Plan;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Deadlines, and the time that does not count for them. */
class ClockTest {
  private static final Instant AN_HOUR_AGO = Scene.NOW.minusSeconds(3600);

  private static Scene training(String spec) {
    return Scene.in(1, Stage.TRAIN)
        .podRuns()
        .spec(spec)
        .status(s -> s.withClock(new RunClock(AN_HOUR_AGO, AN_HOUR_AGO.plusSeconds(1800), null)));
  }

  @Test
  void aRunThatIsActiveForTooLongFailsAndItsPodsGo() {
    Plan plan = training("activeDeadline: 59m").plan();
    assertThat(plan.status().phase()).isEqualTo(Phase.FAILED);
    assertThat(plan.status().message())
        .isEqualTo(
            "The run has been active for longer than spec.activeDeadline. Raise it and set the"
                + " annotation spinrun.dev/retry to go on from the last checkpoint.");
    assertThat(WayOfARunTest.deleted(plan)).containsExactly("castle-11111-i1-train-a1");
    assertThat(training("activeDeadline: 61m").plan().status().phase()).isEqualTo(Phase.RUNNING);
  }

  @Test
  void aStageHasItsOwnDeadline() {
    Plan plan = training("suspend: false").spec("train: {", "train: {activeDeadline: 29m, ").plan();
    assertThat(plan.status().phase()).isEqualTo(Phase.FAILED);
    assertThat(plan.status().message())
        .startsWith(
            "Stage train of iteration 1 has been active for longer than spec.train.activeDeadline");
    assertThat(
            training("suspend: false")
                .spec("train: {", "train: {activeDeadline: 31m, ")
                .plan()
                .status()
                .phase())
        .isEqualTo(Phase.RUNNING);
  }

  @Test
  void timeInSuspensionDoesNotCount() {
    Plan suspended = training("suspend: true").plan();
    assertThat(suspended.status().clock().stoppedAt()).isEqualTo(Scene.NOW);

    Scene resumed =
        training("activeDeadline: 61m")
            .suspendedJob()
            .status(s -> s.withClock(suspended.status().clock()))
            .later(Duration.ofHours(5));
    Plan plan = resumed.plan();

    assertThat(plan.status().phase()).isEqualTo(Phase.RUNNING);
    RunClock clock = plan.status().clock();
    assertThat(clock.stoppedAt()).isNull();
    assertThat(clock.active(Scene.NOW.plus(Duration.ofHours(5)))).isEqualTo(Duration.ofHours(1));
    assertThat(clock.stageActive(Scene.NOW.plus(Duration.ofHours(5))))
        .isEqualTo(Duration.ofMinutes(30));
  }

  @Test
  void aBackOffWaitsWithTheRun() {
    Plan suspended =
        training("suspend: true")
            .withoutJob()
            .notRecorded()
            .current(c -> c.withRetryAt(Scene.NOW.plusSeconds(90)))
            .plan();
    assertThat(suspended.status().current().retryAt()).isEqualTo(Scene.NOW.plusSeconds(90));

    Plan resumed =
        Scene.in(1, Stage.TRAIN)
            .withoutJob()
            .notRecorded()
            .current(c -> c.withRetryAt(suspended.status().current().retryAt()))
            .status(s -> s.withClock(suspended.status().clock()))
            .later(Duration.ofHours(1))
            .plan();
    assertThat(resumed.status().current().retryAt()).isEqualTo(Scene.NOW.plusSeconds(3690));
    assertThat(WayOfARunTest.created(resumed)).isEmpty();
  }

  @Test
  void timeInAQueueDoesNotCount() {
    Plan plan =
        training("activeDeadline: 61m")
            .label("kueue.x-k8s.io/queue-name: gpu")
            .suspendedJob()
            .plan();
    assertThat(plan.status().clock().stoppedAt()).isEqualTo(Scene.NOW);
  }

  @Test
  void timeInWhichPeopleThinkDoesNotCount() {
    Plan plan =
        Scene.in(1, Stage.PROMOTE)
            .spec("promotion: {policy: Manual}")
            .spec("activeDeadline: 1h")
            .status(s -> s.withClock(new RunClock(AN_HOUR_AGO, null, Scene.NOW.minusSeconds(60))))
            .later(Duration.ofDays(3))
            .plan();
    assertThat(plan.status().phase()).isEqualTo(Phase.AWAITING_PROMOTION);
    assertThat(plan.status().clock().stoppedAt()).isEqualTo(Scene.NOW.minusSeconds(60));
  }

  @Test
  void aRestartOfTheOperatorLosesNoTimeAndGainsNone() {
    Scene scene = training("activeDeadline: 2h");
    assertThat(scene.later(Duration.ofMinutes(20)).plan().status().clock())
        .isEqualTo(new RunClock(AN_HOUR_AGO, AN_HOUR_AGO.plusSeconds(1800), null));
  }
}
