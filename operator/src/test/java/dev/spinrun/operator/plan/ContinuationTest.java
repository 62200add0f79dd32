package dev.spinrun.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.contract.plan.Stage;
import dev.spinrun.contract.record.Outcome;
import dev.spinrun.crds.status.Failures;
import dev.spinrun.crds.status.ManualDecision;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.operator.plan.decision.Plan;
import dev.spinrun.operator.resource.ManualRequest;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The annotation that has a run go on that was over. */
class ContinuationTest {
  /** A run that failed in the training of its iteration 1, and was told to rest. */
  private static Scene failed(String reason) {
    return ended(Scene.in(1, Stage.TRAIN).failed(), Phase.FAILED, "Failed", reason);
  }

  private static Scene ended(Scene scene, Phase phase, String condition, String reason) {
    return scene
        .current(c -> c.withAttempt(4))
        .status(
            s ->
                s.withPhase(phase)
                    .withMessage("boom")
                    .withFailures(new Failures(1, 3, 0, null))
                    .withFinishedAt(Scene.NOW.minusSeconds(5))
                    .withConditions(
                        List.of(
                            new ConditionBuilder()
                                .withType(condition)
                                .withStatus("True")
                                .withReason(reason)
                                .withLastTransitionTime(Scene.NOW.toString())
                                .build())))
        .outcome(Outcome.Result.FAILED)
        .annotation("spinrun.dev/retry", "again-1");
  }

  @Test
  void withTheSameSettingsTheFailedStageGoesOnWithFreshBudgets() {
    Plan plan = failed("ApplicationRetriesExhausted").plan();
    assertThat(plan.status().phase()).isEqualTo(Phase.RUNNING);
    assertThat(plan.status().current().stage()).isEqualTo(Stage.TRAIN);
    assertThat(plan.status().current().attempt()).isEqualTo(5);
    assertThat(plan.status().current().revision()).isZero();
    assertThat(plan.status().failures().application()).isZero();
    assertThat(plan.status().finishedAt()).isNull();
    assertThat(plan.status().clock().activeSince()).isEqualTo(Scene.NOW);
    assertThat(plan.status().decisions())
        .singleElement()
        .satisfies(d -> assertThat(d.value()).isEqualTo("again-1"));
  }

  @Test
  void aTokenActsOnce() {
    Scene scene = failed("Divergence");
    Plan first = scene.plan();
    Scene failsAgain =
        failed("Divergence").status(s -> s.withDecisions(first.status().decisions()));
    assertThat(failsAgain.plan().status().phase()).isEqualTo(Phase.FAILED);
    assertThat(failsAgain.plan().lookAgainIn()).isEmpty();
  }

  @Test
  void aTokenActsOnceWhateverElseItsManagerChangesLater() {
    Plan first = failed("Divergence").plan();
    Scene later =
        failed("Divergence")
            .metadata(
                "managedFields: [{manager: kubectl-annotate, operation: Update, time:"
                    + " '2026-03-01T13:00:00Z', fieldsType: FieldsV1, fieldsV1: {'f:metadata':"
                    + " {'f:annotations': {'f:spinrun.dev/retry': {}, 'f:note': {}}}}}]")
            .status(s -> s.withDecisions(first.status().decisions()));
    assertThat(later.plan().status().phase()).isEqualTo(Phase.FAILED);
  }

  @Test
  void aTokenThatActedIsRememberedHoweverManyDecisionsFollow() {
    Plan first = failed("Divergence").plan();
    List<ManualDecision> decisions = new ArrayList<>(first.status().decisions());
    for (int i = 0; i < 20; i++) {
      ManualDecision d = decisions.get(0);
      decisions =
          new ArrayList<>(
              ManualRequest.kept(
                  decisions,
                  List.of(
                      new ManualDecision("promote", "x" + i, d.answer(), null, 1, null, d.at())),
                  10));
    }
    List<ManualDecision> kept = decisions;
    assertThat(kept).hasSize(10);
    Scene later = failed("Divergence").status(s -> s.withDecisions(kept));
    assertThat(later.plan().status().phase()).isEqualTo(Phase.FAILED);
  }

  @Test
  void withCorrectedSettingsTheIterationBeginsAnewFromItsOpponent() {
    Scene scene = failed("Divergence");
    Plan plan = scene.frozenAs("train: {steps: 4", "train: {steps: 8").plan();
    assertThat(plan.status().current().stage()).isNull();
    assertThat(plan.status().current().revision()).isEqualTo(1);
    assertThat(plan.status().current().amendment()).isNull();
    assertThat(plan.status().current().attempt()).isEqualTo(5);
    assertThat(plan.status().current().candidateAttempt()).isNull();
  }

  @Test
  void afterARejectionTheSameSettingsAreTrainedWithAnotherSeed() {
    Plan plan =
        ended(Scene.in(1, Stage.PROMOTE), Phase.FAILED, "Failed", "CandidateRejected").plan();
    assertThat(plan.status().current().stage()).isEqualTo(Stage.TRAIN);
    assertThat(plan.status().current().revision()).isEqualTo(1);
    assertThat(plan.status().current().amendment().seedShift()).isEqualTo(1);
  }

  @Test
  void aRunThatStoppedAtARejectionGoesOnToo() {
    Plan plan =
        ended(Scene.in(1, Stage.PROMOTE), Phase.SUCCEEDED, "Complete", "StoppedAtRejection").plan();
    assertThat(plan.status().phase()).isEqualTo(Phase.RUNNING);
    assertThat(plan.status().current().stage()).isEqualTo(Stage.TRAIN);
  }

  @Test
  void withoutAnAnswerOfTheStoreTheRunWaitsAsItIs() {
    Plan plan = failed("Divergence").unanswered().plan();
    assertThat(plan.status().phase()).isEqualTo(Phase.FAILED);
    assertThat(plan.status().decisions()).isEmpty();
  }

  @Test
  void aRunThatSucceededIsNotRetried() {
    Plan plan =
        ended(Scene.starting(2), Phase.SUCCEEDED, "Complete", "AllIterationsPromoted").plan();
    assertThat(plan.status().phase()).isEqualTo(Phase.SUCCEEDED);
    assertThat(plan.status().decisions())
        .singleElement()
        .satisfies(
            d ->
                assertThat(d.message())
                    .isEqualTo("All iterations are promoted. Raise spec.iterations to go on."));
  }
}
