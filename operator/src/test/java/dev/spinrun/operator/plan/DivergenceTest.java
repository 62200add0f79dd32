package dev.spinrun.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.contract.life.Amendment;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.crds.status.Failures;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.operator.plan.decision.Action;
import dev.spinrun.operator.plan.decision.Plan;
import dev.spinrun.operator.plan.decision.StoreTask;
import org.junit.jupiter.api.Test;

/** Retries of a training whose loss was not finite. */
class DivergenceTest {
  private static Scene diverged(String policy) {
    return Scene.in(1, Stage.TRAIN)
        .failed()
        .podEnded(4, "Error", "NaN")
        .spec("failurePolicy: {divergence: {" + policy + "}}");
  }

  @Test
  void aRetryHasALowerLearningRateAndAnotherSeed() {
    Scene scene = diverged("retries: 2");
    Plan plan = scene.plan();
    assertThat(plan.status().phase()).isEqualTo(Phase.RUNNING);
    assertThat(plan.status().current().attempt()).isEqualTo(2);
    assertThat(plan.status().current().revision()).isEqualTo(1);
    assertThat(plan.status().current().amendment()).isEqualTo(new Amendment(0, "0.5", 1, null));
    assertThat(plan.status().message())
        .matches(
            "Pod castle-11111-i1-train-a1-0 ended with exit code 4: NaN. Retry 1 of 2 with other"
                + " settings at 2026-03-01T12:00:\\d\\dZ\\.");

    Plan frozen = scene.withoutJob().planAfter(plan);
    StoreTask.Create create = (StoreTask.Create) ((Action.InStore) last(frozen)).task();
    assertThat(create.key()).endsWith("iterations/0001/plan-r1.json");
    assertThat(create.document())
        .contains("\"learningRate\" : \"0.000010\"")
        .contains("\"seed\" : 43")
        .contains("\"amends\" : 0");
  }

  @Test
  void onlyAnotherSeedReadsOtherExamples() {
    Scene same = diverged("retries: 2, newSeed: false").examples(1_000_000);
    assertThat(same.plan().status().current().stage()).isEqualTo(Stage.TRAIN);

    Plan plan = diverged("retries: 2, start: LastCheckpoint").examples(1_000_000).plan();
    assertThat(plan.status().current().stage()).isEqualTo(Stage.GENERATE);
    assertThat(plan.status().current().attempt()).isEqualTo(2);
    assertThat(plan.status().current().amendment()).isEqualTo(new Amendment(0, "0.5", 1, 1));
  }

  @Test
  void factorsMultiplyAndSeedsMoveOn() {
    Plan plan =
        diverged("retries: 3, learningRateFactor: '0.2'")
            .current(c -> c.withRevision(1).withAmendment(new Amendment(0, "0.5", 1, null)))
            .status(s -> s.withFailures(new Failures(0, 0, 1, null)))
            .plan();
    assertThat(plan.status().current().revision()).isEqualTo(2);
    assertThat(plan.status().current().amendment()).isEqualTo(new Amendment(0, "0.10", 2, null));
  }

  @Test
  void aTinyFactorIsWrittenShort() {
    Plan plan = diverged("retries: 1, learningRateFactor: '1e-34'").plan();
    assertThat(plan.status().current().amendment().learningRateFactor()).isEqualTo("1E-34");
  }

  @Test
  void aRetryMayGoOnFromTheLastCheckpointOfAnyAttemptAtTheTraining() {
    Plan plan =
        diverged("retries: 1, start: LastCheckpoint, newSeed: false")
            .current(c -> c.withAttempt(5).withStageFirstAttempt(3))
            .plan();
    assertThat(plan.status().current().amendment()).isEqualTo(new Amendment(0, "0.5", 0, 3));
  }

  @Test
  void theBudgetEndsTheRun() {
    Plan plan =
        diverged("retries: 1").status(s -> s.withFailures(new Failures(0, 0, 1, null))).plan();
    assertThat(plan.status().phase()).isEqualTo(Phase.FAILED);
    assertThat(plan.status().message())
        .contains("No retry is left: spec.failurePolicy.divergence.retries is 1.");
  }

  private static Action last(Plan plan) {
    return plan.actions().get(plan.actions().size() - 1);
  }
}
