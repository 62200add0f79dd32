package dev.spinrun.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.contract.failure.StoreFailure;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.contract.record.Outcome;
import dev.spinrun.crds.status.Failures;
import dev.spinrun.crds.status.IterationResult;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.operator.plan.decision.Plan;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes wrong, and what is told and done about it. */
class TroubleTest {
  /** Whoever reads why a run failed reads how it goes on. */
  private static final String WAY_ON =
      " To go on once that is mended, set the annotation spinrun.dev/retry to a value that it has"
          + " not had.";

  /**
   * One row.
   *
   * @param condition the one that is True with {@code reason}
   */
  record Row(
      String sentence, Scene scene, Phase phase, String condition, String reason, String message) {
    @Override
    public String toString() {
      return sentence;
    }
  }

  static List<Row> rows() {
    return List.of(
        new Row(
            "a lost node is retried and charged to the infrastructure",
            Scene.in(1, Stage.TRAIN).failed().podDisrupted("DeletionByTaintManager"),
            Phase.RUNNING,
            "Reconciling",
            "RetryScheduled",
            "Pod castle-11111-i1-train-a1-0 was ended by the cluster (DeletionByTaintManager: node is going"
                + " away). Retry 1 of 10 at 2026-03-01T12:00:09Z."),
        new Row(
            "out of memory is retried with advice",
            Scene.in(1, Stage.TRAIN).failed().podEnded(137, "OOMKilled", null),
            Phase.RUNNING,
            "Reconciling",
            "RetryScheduled",
            "Pod castle-11111-i1-train-a1-0 was killed because it used more memory than its limit of 4Gi."
                + " Raise spec.train.resources.limits.memory or lower spec.train.microBatchSize."
                + " Retry 1 of 2 at 2026-03-01T12:00:09Z."),
        new Row(
            "an exception is told with the end of the log",
            Scene.in(1, Stage.TRAIN).failed().podEnded(1, "Error", "NullPointerException at x"),
            Phase.RUNNING,
            "Reconciling",
            "RetryScheduled",
            "Pod castle-11111-i1-train-a1-0 ended with exit code 1: NullPointerException at x. Retry 1 of 2"
                + " at 2026-03-01T12:00:09Z."),
        new Row(
            "a wrong configuration ends the run in the trainer's own words",
            Scene.in(1, Stage.TRAIN)
                .failed()
                .podEnded(
                    2,
                    "Error",
                    "{\"class\":\"Configuration\",\"message\":\"Resolution 500 is no multiple of 8.\"}"),
            Phase.FAILED,
            "Failed",
            "ConfigurationError",
            "Pod castle-11111-i1-train-a1-0: Resolution 500 is no multiple of 8."),
        new Row(
            "broken input data end the run",
            Scene.in(0, Stage.PREPARE).failed().podEnded(3, "Error", "no such image"),
            Phase.FAILED,
            "Failed",
            "InputDataError",
            "Pod castle-11111-i0-prepare-a1-0 ended with exit code 3: no such image."),
        new Row(
            "a loss that is not finite ends the run",
            Scene.in(1, Stage.TRAIN).failed().podEnded(4, "Error", ""),
            Phase.FAILED,
            "Failed",
            "Divergence",
            "Pod castle-11111-i1-train-a1-0 ended with exit code 4 and said nothing; see its log."
                + " No retry is left: spec.failurePolicy.divergence.retries is 0."),
        new Row(
            "the last word counts more than the exit code",
            Scene.in(1, Stage.TRAIN)
                .failed()
                .podEnded(
                    1,
                    "Error",
                    "{\"class\":\"Divergence\",\"message\":\"Loss is NaN at step 37.\",\"step\":37}"),
            Phase.FAILED,
            "Failed",
            "Divergence",
            "Pod castle-11111-i1-train-a1-0: Loss is NaN at step 37. No retry is left:"
                + " spec.failurePolicy.divergence.retries is 0."),
        new Row(
            "of several pods the gravest failure decides",
            Scene.in(1, Stage.GENERATE)
                .failed()
                .podDisrupted("PreemptionByScheduler")
                .podEnded(2, "Error", "bad sampler"),
            Phase.FAILED,
            "Failed",
            "ConfigurationError",
            "Pod castle-11111-i1-generate-a1-1 ended with exit code 2: bad sampler."),
        new Row(
            "a Job without pods is charged to the infrastructure",
            Scene.in(1, Stage.TRAIN).failed(),
            Phase.RUNNING,
            "Reconciling",
            "RetryScheduled",
            "Job castle-11111-i1-train-a1 failed (BackoffLimitExceeded: Job has reached the specified"
                + " backoff limit), and no pod is left to say why. Retry 1 of 10 at"
                + " 2026-03-01T12:00:09Z."),
        new Row(
            "a Job that somebody deleted is retried",
            Scene.in(1, Stage.TRAIN)
                .withoutJob()
                .current(c -> c.withJob("castle-11111-i1-train-a1")),
            Phase.RUNNING,
            "Reconciling",
            "RetryScheduled",
            "Job castle-11111-i1-train-a1 was deleted before it was done. Retry 1 of 10 at"
                + " 2026-03-01T12:00:09Z."),
        new Row(
            "a complete Job without its commit is a failure of the application",
            Scene.in(1, Stage.TRAIN).complete(),
            Phase.RUNNING,
            "Reconciling",
            "RetryScheduled",
            "Job castle-11111-i1-train-a1 is complete, but what it should have committed is not in the"
                + " store. Retry 1 of 2 at 2026-03-01T12:00:09Z."),
        new Row(
            "an exhausted budget ends the run",
            Scene.in(1, Stage.TRAIN)
                .failed()
                .podEnded(1, "Error", "boom")
                .status(s -> s.withFailures(new Failures(0, 2, 0, null)))
                .current(c -> c.withAttempt(3)),
            Phase.FAILED,
            "Failed",
            "ApplicationRetriesExhausted",
            "Pod castle-11111-i1-train-a3-0 ended with exit code 1: boom. No retry is left:"
                + " spec.failurePolicy.applicationRetries is 2."),
        new Row(
            "so does the other budget",
            Scene.in(1, Stage.TRAIN)
                .failed()
                .podEnded(5, "Error", "no store")
                .status(s -> s.withFailures(new Failures(10, 0, 0, null)))
                .current(c -> c.withAttempt(11)),
            Phase.FAILED,
            "Failed",
            "InfrastructureRetriesExhausted",
            "Pod castle-11111-i1-train-a11-0 ended with exit code 5: no store. No retry is"
                + " left: spec.failurePolicy.infrastructureRetries is 10."),
        new Row(
            "a pod that no node takes is explained, not failed",
            Scene.in(1, Stage.TRAIN).podUnschedulable("0/3 nodes have nvidia.com/gpu."),
            Phase.RUNNING,
            "Reconciling",
            "PodUnschedulable",
            "No node takes the pod: 0/3 nodes have nvidia.com/gpu."),
        new Row(
            "an image that cannot be pulled is waited for at first",
            Scene.in(1, Stage.TRAIN)
                .podWaits("ImagePullBackOff", "Back-off pulling x.", Scene.NOW.minusSeconds(60)),
            Phase.RUNNING,
            "Reconciling",
            "PodNotStarting",
            "Pod castle-11111-i1-train-a1-0 cannot start its container (ImagePullBackOff): Back-off pulling"
                + " x. Check spec.pod."),
        new Row(
            "but not for more than ten minutes",
            Scene.in(1, Stage.TRAIN)
                .podWaits("ImagePullBackOff", "Back-off pulling x.", Scene.NOW.minusSeconds(601)),
            Phase.RUNNING,
            "Reconciling",
            "RetryScheduled",
            "Pod castle-11111-i1-train-a1-0 cannot start its container (ImagePullBackOff): Back-off pulling"
                + " x. Check spec.pod. Still failing after 10 minutes. Retry 1 of 10 at"
                + " 2026-03-01T12:00:09Z."),
        new Row(
            "wrong credentials stall the run before any pod",
            Scene.created()
                .problem(StoreFailure.ACCESS_DENIED, "Cannot reach s3://bucket: denied."),
            Phase.PENDING,
            "Stalled",
            "StoreAccessDenied",
            "Cannot reach s3://bucket: denied."),
        new Row(
            "a store that is down is only waited for",
            Scene.created().problem(StoreFailure.UNREACHABLE, "No answer."),
            Phase.PENDING,
            "Reconciling",
            "StoreUnreachable",
            "No answer."),
        new Row(
            "an unreachable store does not fail a run at work",
            Scene.in(1, Stage.TRAIN).problem(StoreFailure.UNREACHABLE, "No answer."),
            Phase.RUNNING,
            "Reconciling",
            "StoreUnreachable",
            "No answer."),
        new Row(
            "another candidate's record is never overwritten",
            Scene.in(1, Stage.PROMOTE).promoted(Scene.OTHER_DIGEST),
            Phase.RUNNING,
            "Stalled",
            "PromotionConflict",
            "ml/castle/11111111-2222-3333-4444-555555555555/opponents/0001.json records candidate "
                + Scene.OTHER_DIGEST
                + ", but this run made "
                + Scene.DIGEST
                + ". Nothing is overwritten: find out who wrote the record, and remove the wrong"
                + " one."),
        new Row(
            "settings that make no plan stall the run until they are corrected",
            Scene.starting(1)
                .spec("batchSize: 4, microBatchSize: 2", "batchSize: 5, microBatchSize: 2"),
            Phase.RUNNING,
            "Stalled",
            "InvalidSpec",
            "Iteration 1 cannot start: the plan has 1 problem: train.batchSize must be a multiple of"
                + " train.microBatchSize times train.workers (was 5, 2 and 1). Correct the spec."));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void trouble(Row row) {
    Plan plan = row.scene().plan();
    String message = row.message() + (row.phase() == Phase.FAILED ? WAY_ON : "");
    assertThat(plan.status().phase()).isEqualTo(row.phase());
    assertThat(plan.status().message()).isEqualTo(message);
    assertThat(plan.status().conditions())
        .filteredOn(c -> c.getType().equals(row.condition()))
        .singleElement()
        .satisfies(
            c -> {
              assertThat(c.getStatus()).isEqualTo("True");
              assertThat(c.getReason()).isEqualTo(row.reason());
              assertThat(c.getMessage()).isEqualTo(message);
              assertThat(c.getObservedGeneration()).isEqualTo(1);
            });
    assertThat(WayOfARunTest.created(plan)).isEmpty();
  }

  @Test
  void aRetryIsTheNextAttemptAndStartsOnlyAfterItsTime() {
    Scene scene = Scene.in(1, Stage.TRAIN).failed().podEnded(1, "Error", "boom");
    Plan first = scene.plan();
    assertThat(first.status().current().attempt()).isEqualTo(2);
    assertThat(first.status().current().job()).isNull();
    assertThat(first.status().current().retryAt()).isEqualTo(Scene.NOW.plusSeconds(9));
    assertThat(WayOfARunTest.created(scene.planAfter(first))).isEmpty();
    assertThat(WayOfARunTest.deleted(scene.planAfter(first)))
        .containsExactly("castle-11111-i1-train-a1");
    Plan due = scene.later(Duration.ofSeconds(11)).planAfter(first);
    assertThat(WayOfARunTest.created(due))
        .containsExactly("castle-11111-i1-plan", "castle-11111-i1-train-a2");
  }

  @Test
  void noAttemptStartsWhileAPodOfAnEarlierOneIsAlive() {
    Plan plan = Scene.in(1, Stage.TRAIN).withoutJob().notRecorded().podRuns().plan();
    assertThat(WayOfARunTest.created(plan)).isEmpty();
    assertThat(plan.status().message())
        .isEqualTo("Pods of an earlier attempt are still going; the next one starts after them.");
  }

  @Test
  void aPodOfALostNodeIsGivenUpAndDoesNotHoldUpTheNextAttempt() {
    Scene scene = Scene.in(1, Stage.TRAIN).pod(PodStates.deleted(Scene.NOW.minusSeconds(61)));
    Plan plan = scene.plan();
    assertThat(plan.status().failures().infrastructure()).isEqualTo(1);
    assertThat(plan.status().message())
        .startsWith(
            "Pod castle-11111-i1-train-a1-0 was deleted but has not terminated; node node-7 is unreachable. Retry 1");
    Plan next = scene.later(Duration.ofMinutes(1)).planAfter(plan);
    assertThat(WayOfARunTest.created(next)).contains("castle-11111-i1-train-a2");
    assertThat(WayOfARunTest.deleted(next)).containsExactly("castle-11111-i1-train-a1");
  }

  @Test
  void aPodThatIsEndingIsNotLostYet() {
    Plan plan = Scene.in(1, Stage.TRAIN).pod(PodStates.deleted(Scene.NOW.minusSeconds(59))).plan();
    assertThat(plan.status().failures().infrastructure()).isZero();
  }

  @Test
  void aCandidateThatChangedSinceItsManifestIsMadeAgain() {
    Plan plan = Scene.in(1, Stage.PROMOTE).defect("unet has 2 bytes, its manifest says 3.").plan();
    assertThat(plan.status().current().stage()).isEqualTo(Stage.TRAIN);
    assertThat(plan.status().current().attempt()).isEqualTo(2);
    assertThat(plan.status().current().candidateAttempt()).isNull();
    assertThat(plan.status().failures().application()).isEqualTo(1);
  }

  @Test
  void aFailedRunKeepsItsLastJobForTheLog() {
    Scene scene = Scene.in(1, Stage.TRAIN).failed().podEnded(4, "Error", "NaN");
    Plan end = scene.plan();
    Plan after = scene.planAfter(end);
    assertThat(WayOfARunTest.deleted(after)).isEmpty();
    assertThat(after.status().phase()).isEqualTo(Phase.FAILED);
    assertThat(after.status().conditions()).isEqualTo(end.status().conditions());
    assertThat(WayOfARunTest.keys(after)).singleElement().asString().endsWith("outcome.json");
    assertThat(scene.outcome(Outcome.Result.FAILED).planAfter(end).lookAgainIn()).isEmpty();
    assertThat(end.status().iterations())
        .singleElement()
        .extracting(IterationResult::outcome)
        .isEqualTo(Outcome.Result.FAILED);
  }

  @Test
  void aConditionKeepsTheTimeOfItsLastChange() {
    Scene scene = Scene.in(1, Stage.TRAIN);
    Plan first = scene.plan();
    Plan later = scene.later(Duration.ofHours(1)).planAfter(first);
    assertThat(later.status().conditions())
        .allSatisfy(c -> assertThat(c.getLastTransitionTime()).isEqualTo(Scene.NOW.toString()));
  }
}
