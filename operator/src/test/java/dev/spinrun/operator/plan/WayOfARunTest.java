package dev.spinrun.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.contract.plan.Stage;
import dev.spinrun.contract.record.Outcome;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.operator.observe.TotalProgress;
import dev.spinrun.operator.plan.decision.Action;
import dev.spinrun.operator.plan.decision.Plan;
import dev.spinrun.operator.plan.decision.StoreTask;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A run on which nothing goes wrong. */
class WayOfARunTest {
  @Test
  void aNewRunFirstWritesWhoItIs() {
    Plan plan = Scene.created().plan();
    assertThat(keys(plan))
        .containsExactly("ml/castle/11111111-2222-3333-4444-555555555555/run.json");
    assertThat(plan.status().phase()).isEqualTo(Phase.RUNNING);
    assertThat(plan.status().message()).isEqualTo("Iteration 0 of 2 starts.");
    assertThat(plan.status().iterationText()).isEqualTo("0/2");
  }

  @Test
  void thenItFreezesTheSettingsBeforeAnyJob() {
    Plan plan = Scene.starting(0).plan();
    assertThat(keys(plan)).singleElement().asString().endsWith("iterations/0000/plan.json");
    assertThat(created(plan)).isEmpty();
  }

  @Test
  void settingsThatAreFrozenWinOverTheSpec() {
    Plan plan = Scene.starting(1).frozen().plan();
    assertThat(keys(plan)).isEmpty();
    assertThat(created(plan))
        .containsExactly("castle-11111-i1-plan", "castle-11111-i1-generate-a1");
  }

  @Test
  void theBaseModelIsPreparedBeforeAnythingElse() {
    Plan plan = Scene.starting(0).frozen().plan();
    assertThat(created(plan)).containsExactly("castle-11111-i0-plan", "castle-11111-i0-prepare-a1");
    assertThat(plan.status().current().stage()).isEqualTo(Stage.PREPARE);
    assertThat(plan.status().current().job()).isEqualTo("castle-11111-i0-prepare-a1");
    assertThat(plan.status().current().jobsStarted()).isEqualTo(1);
  }

  @Test
  void superviseFineTuningDrawsNoImages() {
    Plan plan = Scene.starting(1).spec("method: Sft").frozen().plan();
    assertThat(created(plan)).containsExactly("castle-11111-i1-plan", "castle-11111-i1-train-a1");
  }

  @Test
  void aStageIsDoneWhenItsJobIsCompleteAndItsCommitIsThere() {
    Plan plan = Scene.in(1, Stage.TRAIN).complete().candidate().plan();
    assertThat(plan.status().current().stage()).isEqualTo(Stage.EVALUATE);
    assertThat(plan.status().current().candidateAttempt()).isEqualTo(1);
    assertThat(plan.status().current().attempt()).as("counted through the iteration").isEqualTo(2);
    assertThat(plan.status().current().job()).isEqualTo("castle-11111-i1-evaluate-a2");
    assertThat(created(plan)).as("begins at once").containsExactly("castle-11111-i1-evaluate-a2");
  }

  @Test
  void theNextStageWaitsForPodsThatAreStillAbout() {
    Scene scene = Scene.in(1, Stage.TRAIN).complete().candidate().podRuns();
    Plan done = scene.plan();
    assertThat(done.status().current().stage()).isEqualTo(Stage.EVALUATE);
    assertThat(done.status().current().job()).isNull();
    assertThat(created(done)).isEmpty();
    assertThat(created(scene.planAfter(done))).isEmpty();
    assertThat(created(scene.withoutPods().planAfter(done)))
        .containsExactly("castle-11111-i1-plan", "castle-11111-i1-evaluate-a2");
  }

  @Test
  void aNextJobThatWasCreatedButNotRecordedIsTakenOver() {
    for (String suspend : List.of("suspend: false", "suspend: true")) {
      Scene scene =
          Scene.in(1, Stage.TRAIN).complete().candidate().alsoJob(Stage.EVALUATE, 2).spec(suspend);
      Plan plan = scene.plan();
      assertThat(deleted(plan)).isEmpty();
      assertThat(plan.status().current().job()).isEqualTo("castle-11111-i1-evaluate-a2");
      assertThat(plan.status().current().candidateAttempt()).isEqualTo(1);
      assertThat(deleted(scene.planAfter(plan))).containsExactly("castle-11111-i1-train-a1");
    }
  }

  @Test
  void aCommitAloneDoesNotEndAStageWhoseJobStillWorks() {
    Plan plan = Scene.in(1, Stage.TRAIN).candidate().plan();
    assertThat(plan.status().current().stage()).isEqualTo(Stage.TRAIN);
  }

  @Test
  void generationNeedsAllShards() {
    assertThat(Scene.in(1, Stage.GENERATE).complete().shards(2).plan().status().current().stage())
        .isEqualTo(Stage.TRAIN);
    assertThat(Scene.in(1, Stage.GENERATE).complete().shards(1).plan().status().current().stage())
        .isEqualTo(Stage.GENERATE);
  }

  @Test
  void aJobThatIsDoneIsDeletedOnlyOnceThatIsOnRecord() {
    Scene scene = Scene.in(1, Stage.TRAIN).complete().candidate();
    Plan first = scene.plan();
    assertThat(deleted(first)).isEmpty();
    assertThat(deleted(scene.planAfter(first))).containsExactly("castle-11111-i1-train-a1");
  }

  @Test
  void theEvaluationIsToldWhichCandidateToMeasure() {
    Plan plan =
        Scene.in(1, Stage.EVALUATE)
            .withoutJob()
            .notRecorded()
            .current(c -> c.withCandidateAttempt(3))
            .plan();
    assertThat(created(plan)).contains("castle-11111-i1-evaluate-a1");
    Action.Create job = (Action.Create) plan.actions().get(1);
    assertThat(job.object().toString()).contains("name=SPINRUN_CANDIDATE_ATTEMPT, value=3");
  }

  @Test
  void progressIsShownAsThePodsReportIt() {
    Plan plan =
        Scene.in(1, Stage.TRAIN)
            .progress(new TotalProgress(240, 500, "steps", 200L, Scene.NOW, 310L))
            .plan();
    assertThat(plan.status().current().progress().text()).isEqualTo("48%");
    assertThat(plan.status().current().progress().lastCheckpoint()).isEqualTo(200);
  }

  @Test
  void aMeasuredCandidateIsPromotedWithItsParent() {
    Plan plan = Scene.in(1, Stage.PROMOTE).plan();
    StoreTask.Promote promote = (StoreTask.Promote) ((Action.InStore) plan.actions().get(0)).task();
    assertThat(promote.key()).endsWith("opponents/0001.json");
    assertThat(promote.opponent().candidateDigest()).isEqualTo(Scene.DIGEST);
    assertThat(promote.opponent().parentDigest()).isEqualTo(Scene.OTHER_DIGEST);
    assertThat(promote.opponent().attributes()).containsEntry("step", "4");
  }

  @Test
  void promotingTheSameCandidateLaterGivesTheSameRecord() {
    Scene now = Scene.in(1, Stage.PROMOTE);
    Scene later = Scene.in(1, Stage.PROMOTE).later(Duration.ofHours(1));
    assertThat(now.plan().actions()).isEqualTo(later.plan().actions());
  }

  @Test
  void theOutcomeIsWrittenBeforeTheStatusMovesOn() {
    Plan plan = Scene.in(1, Stage.PROMOTE).promoted(Scene.DIGEST).plan();
    assertThat(keys(plan))
        .hasSize(2)
        .satisfies(
            keys -> {
              assertThat(keys.get(0)).as("first what is no longer needed").endsWith("/train");
              assertThat(keys.get(1)).endsWith("iterations/0001/outcome.json");
            });
    assertThat(plan.status().iteration()).isEqualTo(1);
  }

  @Test
  void aPromotionStartsTheNextIterationWithFreshBudgets() {
    Plan plan =
        Scene.in(1, Stage.PROMOTE)
            .promoted(Scene.DIGEST)
            .outcome(Outcome.Result.PROMOTED)
            .status(s -> s.withFailures(new dev.spinrun.crds.status.Failures(3, 1, 0, null)))
            .plan();
    assertThat(plan.status().iteration()).isEqualTo(2);
    assertThat(plan.status().current().stage()).isNull();
    assertThat(plan.status().failures().infrastructure()).isZero();
    assertThat(plan.status().opponent().iteration()).isEqualTo(1);
    assertThat(plan.status().opponent().winRate()).isEqualTo("0.71");
    assertThat(plan.status().opponent().score()).isEqualTo("21.68");
    assertThat(plan.status().iterations())
        .singleElement()
        .satisfies(
            i -> {
              assertThat(i.candidateDigest()).isEqualTo(Scene.DIGEST);
              assertThat(i.opponentDigest()).isEqualTo(Scene.OTHER_DIGEST);
              assertThat(i.scores().get(0).deltaToBase()).isEqualTo("+0.4712");
            });
  }

  @Test
  void theLastPromotionEndsTheRun() {
    Plan plan =
        Scene.in(2, Stage.PROMOTE).promoted(Scene.DIGEST).outcome(Outcome.Result.PROMOTED).plan();
    assertThat(plan.status().phase()).isEqualTo(Phase.SUCCEEDED);
    assertThat(plan.status().message()).isEqualTo("All 2 iterations are promoted.");
    assertThat(plan.actions()).containsExactly(new Action.DeleteAll());
    assertThat(plan.status().conditions())
        .filteredOn(c -> c.getStatus().equals("True"))
        .extracting(c -> c.getType())
        .containsExactlyInAnyOrder("Complete", "StoreReachable");
  }

  @Test
  void aRunThatSucceededRestsUntilMoreIterationsAreWanted() {
    Scene done = Scene.starting(2).status(s -> s.withPhase(Phase.SUCCEEDED));
    assertThat(done.plan().lookAgainIn()).isEmpty();
    assertThat(done.plan().actions()).isEmpty();
    Plan more = done.spec("iterations: 2", "iterations: 4").plan();
    assertThat(more.status().phase()).isEqualTo(Phase.RUNNING);
    assertThat(more.status().iteration()).isEqualTo(3);
  }

  @Test
  void anIterationThatIsNoLongerWantedIsGivenUp() {
    Plan plan = Scene.in(2, Stage.TRAIN).spec("iterations: 2", "iterations: 1").plan();
    assertThat(plan.actions()).containsExactly(new Action.DeleteAll());
    assertThat(plan.status().phase()).isEqualTo(Phase.SUCCEEDED);
    assertThat(plan.status().iterationText()).isEqualTo("1/1");
  }

  @Test
  void aLostStatusIsFoundAgainInTheStore() {
    Scene scene =
        Scene.starting(1).promoted(Scene.DIGEST).evaluated().outcome(Outcome.Result.PROMOTED);
    Plan plan = scene.plan();
    assertThat(plan.status().iteration()).isEqualTo(2);
    assertThat(plan.status().opponent().digest()).isEqualTo(Scene.DIGEST);
    assertThat(created(plan)).isEmpty();
  }

  @Test
  void aJobThatWasCreatedButNotRecordedIsTakenOver() {
    Plan plan = Scene.in(1, Stage.TRAIN).notRecorded().plan();
    assertThat(created(plan)).isEmpty();
    assertThat(plan.status().current().job()).isEqualTo("castle-11111-i1-train-a1");
  }

  @Test
  void aJobThatIsDoneBeforeItIsRecordedCountsAllTheSame() {
    Scene scene = Scene.in(1, Stage.TRAIN).notRecorded().complete().candidate();
    Plan plan = scene.plan();
    assertThat(plan.status().current().job()).isEqualTo("castle-11111-i1-train-a1");
    assertThat(plan.status().current().jobsStarted()).isEqualTo(2);
    assertThat(plan.status().totals().attempts()).isEqualTo(1);
    assertThat(scene.planAfter(plan).status().current().stage()).isEqualTo(Stage.EVALUATE);
  }

  @Test
  void nothingChangesWhenNothingIsNew() {
    Scene scene = Scene.in(1, Stage.TRAIN).podRuns();
    Plan first = scene.plan();
    assertThat(scene.later(Duration.ofMinutes(5)).planAfter(first).status())
        .isEqualTo(first.status());
  }

  @Test
  void everythingInProgressIsLookedAtAgainWithinAMinute() {
    for (Scene scene :
        List.of(
            Scene.created(),
            Scene.starting(1),
            Scene.in(1, Stage.TRAIN),
            Scene.in(1, Stage.PROMOTE),
            Scene.in(1, Stage.TRAIN).failed(),
            Scene.in(1, Stage.TRAIN).spec("suspend: true"))) {
      assertThat(scene.plan().lookAgainIn().orElseThrow())
          .isLessThanOrEqualTo(Duration.ofMinutes(1));
    }
  }

  @Test
  void aJobWhosePodsHaveEndedIsLookedAtSoonerThanOneAtWork() {
    Duration ended =
        Scene.in(1, Stage.TRAIN).podEnded(0, "Completed", "").plan().lookAgainIn().get();
    Duration atWork = Scene.in(1, Stage.TRAIN).podRuns().plan().lookAgainIn().get();
    assertThat(ended).isLessThan(atWork);
  }

  static List<String> keys(Plan plan) {
    return plan.actions().stream()
        .filter(Action.InStore.class::isInstance)
        .map(a -> ((Action.InStore) a).task().key())
        .toList();
  }

  static List<String> created(Plan plan) {
    return plan.actions().stream()
        .filter(Action.Create.class::isInstance)
        .map(a -> ((Action.Create) a).object())
        .map(HasMetadata::getMetadata)
        .map(m -> m.getName())
        .toList();
  }

  static List<String> deleted(Plan plan) {
    return plan.actions().stream()
        .filter(Action.Delete.class::isInstance)
        .map(a -> ((Action.Delete) a).job())
        .toList();
  }
}
