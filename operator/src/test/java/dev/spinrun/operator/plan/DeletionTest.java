package dev.spinrun.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.contract.failure.StoreFailure;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.operator.plan.decision.Action;
import dev.spinrun.operator.plan.decision.Notice;
import dev.spinrun.operator.plan.decision.Plan;
import dev.spinrun.operator.plan.decision.StoreTask;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A run that goes and takes its folder with it. */
class DeletionTest {
  private static final String ROOT = "ml/castle/11111111-2222-3333-4444-555555555555";

  private static Scene deleted(Scene scene) {
    return scene
        .spec("retention: {onDelete: Delete}")
        .metadata(
            "deletionTimestamp: '2026-03-01T12:00:00Z', finalizers: [other/one, spinrun.dev/store]");
  }

  private static List<Action> holds(Plan plan) {
    return plan.actions().stream().filter(Action.Hold.class::isInstance).toList();
  }

  @Test
  void theFinalizerIsSetBeforeAnythingElseIsDone() {
    Plan asked = Scene.created().spec("retention: {onDelete: Delete}").plan();
    assertThat(asked.actions()).containsExactly(new Action.Hold(true));
    assertThat(asked.status()).as("written to the next version").isEqualTo(SpinRunStatus.initial());
    assertThat(holds(Scene.created().plan())).isEmpty();
  }

  @Test
  void theFinalizerGoesWhenTheWishDoes() {
    Plan plan = Scene.in(1, Stage.TRAIN).metadata("finalizers: [spinrun.dev/store]").plan();
    assertThat(holds(plan)).containsExactly(new Action.Hold(false));
  }

  @ParameterizedTest
  @EnumSource(
      value = Stage.class,
      names = {"GENERATE", "TRAIN", "EVALUATE"})
  void podsGoFirstInEveryStage(Stage stage) {
    Scene scene = deleted(Scene.in(1, stage).podRuns());
    assertThat(scene.plan().actions())
        .containsExactly(new Action.Delete("castle-11111-i1-%s-a1".formatted(stage.lowerCase())));
    assertThat(scene.withoutJob().plan().actions()).isEmpty();
  }

  @Test
  void thenTheFolderAndThenTheObject() {
    Scene scene = deleted(Scene.in(1, Stage.TRAIN).withoutJob());
    assertThat(scene.plan().actions())
        .containsExactly(new Action.InStore(new StoreTask.DeleteFolder(ROOT)));
    Plan last = deleted(Scene.created()).plan();
    assertThat(last.actions()).containsExactly(new Action.Hold(false));
    assertThat(last.lookAgainIn()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = StoreFailure.class,
      names = {"CREDENTIALS_SECRET_MISSING", "ACCESS_DENIED", "NO_SUCH_BUCKET"})
  void whatCannotBeDeletedDoesNotHoldTheNamespace(StoreFailure kind) {
    Plan plan = deleted(Scene.in(1, Stage.TRAIN).withoutJob()).problem(kind, "It is gone.").plan();
    assertThat(plan.actions())
        .containsExactly(
            new Action.Tell(
                new Notice(
                    true,
                    "StoreNotCleaned",
                    "s3://bucket/runs/"
                        + ROOT
                        + " stays in the store: It is gone. Delete it by"
                        + " hand.")),
            new Action.Hold(false));
  }

  @Test
  void aStoreThatIsDownIsWaitedForAWhileAndNoLonger() {
    Scene scene =
        deleted(Scene.in(1, Stage.TRAIN).withoutJob())
            .problem(StoreFailure.UNREACHABLE, "No answer.");
    assertThat(scene.plan().actions()).isEmpty();
    assertThat(holds(scene.later(Duration.ofMinutes(11)).plan()))
        .containsExactly(new Action.Hold(false));
  }

  @Test
  void aRunThatKeepsItsFolderIsLeftToTheGarbageCollector() {
    Plan plan =
        Scene.in(1, Stage.TRAIN).metadata("deletionTimestamp: '2026-03-01T12:00:00Z'").plan();
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.lookAgainIn()).isEmpty();
  }
}
