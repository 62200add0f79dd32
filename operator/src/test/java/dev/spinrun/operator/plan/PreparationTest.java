package dev.spinrun.operator.plan;

import static dev.spinrun.operator.plan.WayOfARunTest.created;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.contract.life.Amendment;
import dev.spinrun.contract.plan.Reading;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.operator.plan.decision.Plan;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Iterations that read other examples than iteration 0 has prepared. */
class PreparationTest {
  /** What {@link SpinRuns}' run reads in iteration 1, and half of it. */
  private static final Reading ALL_OF_IT = new Reading(1, 42, 1_000_000_000);

  private static final Reading A_PART_OF_IT = new Reading(1, 42, 1);

  @Test
  void whatIsPreparedIsNotPreparedAgain() {
    Plan plan = Scene.starting(1).frozen().preparedFor(ALL_OF_IT).plan();

    assertThat(created(plan))
        .containsExactly("castle-11111-i1-plan", "castle-11111-i1-generate-a1");
    assertThat(plan.status().current().stage()).isEqualTo(Stage.GENERATE);
  }

  @Test
  void anIterationThatReadsMoreBeginsWithItsPreparation() {
    for (String method : List.of("Spin", "Sft")) {
      Scene scene = Scene.starting(1).spec("method: " + method).frozen().preparedFor(A_PART_OF_IT);
      Plan plan = scene.plan();

      assertThat(created(plan))
          .containsExactly("castle-11111-i1-plan", "castle-11111-i1-prepare-a1");
      assertThat(plan.status().current().stage()).isEqualTo(Stage.PREPARE);
      assertThat(plan.status().message())
          .isEqualTo("Prepare of iteration 1 starts as Job castle-11111-i1-prepare-a1.");
    }
  }

  @Test
  void theStagesOfTheIterationFollow() {
    Plan spin = Scene.in(1, Stage.PREPARE).complete().preparedFor(A_PART_OF_IT, ALL_OF_IT).plan();
    assertThat(created(spin)).containsExactly("castle-11111-i1-generate-a2");
    assertThat(spin.status().current().candidateAttempt()).isNull();

    Plan sft =
        Scene.in(1, Stage.PREPARE)
            .spec("method: Sft")
            .complete()
            .preparedFor(A_PART_OF_IT, ALL_OF_IT)
            .plan();
    assertThat(created(sft)).containsExactly("castle-11111-i1-train-a2");
  }

  @Test
  void aJobThatHasPreparedNothingHasFailed() {
    Plan plan = Scene.in(1, Stage.PREPARE).complete().preparedFor(A_PART_OF_IT).plan();

    assertThat(plan.status().current().stage()).isEqualTo(Stage.PREPARE);
    assertThat(plan.status().message())
        .startsWith(
            "Job castle-11111-i1-prepare-a1 is complete, but what it should have committed is not"
                + " in the store.");
  }

  @Test
  void aJobThatWasCreatedButNotRecordedIsTakenOver() {
    Plan plan =
        Scene.starting(1).frozen().preparedFor(A_PART_OF_IT).alsoJob(Stage.PREPARE, 1).plan();

    assertThat(created(plan)).isEmpty();
    assertThat(plan.status().current().stage()).isEqualTo(Stage.PREPARE);
    assertThat(plan.status().current().job()).isEqualTo("castle-11111-i1-prepare-a1");
  }

  private static Plan diverged(UnaryOperator<Scene> with) {
    Scene scene =
        Scene.in(1, Stage.TRAIN)
            .failed()
            .podEnded(4, "Error", "NaN")
            .spec("failurePolicy: {divergence: {retries: 2}}");
    return with.apply(scene).plan();
  }

  /** Whatever it reads, nobody has reckoned with it. */
  @Test
  void aRetryWithAnotherSeedPreparesFirst() {
    Plan plan = diverged(scene -> scene.preparedFor(ALL_OF_IT));

    assertThat(plan.status().current().stage()).isEqualTo(Stage.PREPARE);
    assertThat(plan.status().current().attempt()).isEqualTo(2);
    assertThat(plan.status().current().stageFirstAttempt()).isEqualTo(2);
    assertThat(plan.status().current().amendment()).isEqualTo(new Amendment(0, "0.5", 1, null));
  }

  @Test
  void whereAllIsPreparedOnlyTheTrainingIsRepeatedUnlessImagesAreLacking() {
    Plan sft = diverged(scene -> scene.spec("method: Sft").examples(1_000_000));
    assertThat(sft.status().current().stage()).isEqualTo(Stage.TRAIN);
    assertThat(sft.status().current().stageFirstAttempt()).isEqualTo(1);

    Plan spin = diverged(scene -> scene.examples(1_000_000));
    assertThat(spin.status().current().stage()).isEqualTo(Stage.GENERATE);
  }
}
