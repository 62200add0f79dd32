package dev.spinrun.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.contract.plan.Stage;
import dev.spinrun.contract.record.Outcome;
import dev.spinrun.crds.status.IterationResult;
import dev.spinrun.crds.status.ManualDecision.Answer;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.operator.plan.decision.Action;
import dev.spinrun.operator.plan.decision.Plan;
import dev.spinrun.operator.plan.decision.StoreTask;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who decides on a candidate, and what follows. The measured win rate is 0.71 [0.6, 0.9]. */
class PromotionGateTest {
  private static final String CANDIDATE = "i1-a1-cccccccc";

  private static Scene promoting(String promotion) {
    return Scene.in(1, Stage.PROMOTE).spec("promotion: {" + promotion + "}");
  }

  private static Scene missed(String more) {
    return promoting("policy: Gate, gate: {minimumWinRate: '0.8'}" + more);
  }

  private static List<String> recorded(Plan plan) {
    return plan.actions().stream()
        .filter(a -> a instanceof Action.InStore in && in.task() instanceof StoreTask.Promote)
        .map(a -> ((StoreTask.Promote) ((Action.InStore) a).task()).opponent().decidedBy())
        .toList();
  }

  @Test
  void aCandidateThatReachesTheGateIsPromoted() {
    Plan plan = promoting("policy: Gate, gate: {minimumWinRate: '0.7'}").plan();
    assertThat(recorded(plan)).containsExactly("policy Gate");
  }

  @Test
  void theBaseModelPassesEveryGate() {
    Plan plan =
        Scene.in(0, Stage.PROMOTE)
            .spec("promotion: {policy: Gate, gate: {minimumWinRate: '1'}}")
            .plan();
    assertThat(recorded(plan)).hasSize(1);
  }

  @Test
  void aRejectionFailsTheRunAndSaysWhatToDo() {
    Scene scene = missed("");
    Plan plan = scene.plan();
    assertThat(recorded(plan)).isEmpty();
    assertThat(plan.status().phase()).isEqualTo(Phase.FAILED);
    assertThat(plan.status().message())
        .isEqualTo(
            "The candidate of iteration 1 is rejected. The gate rejects it: win rate over the"
                + " opponent is 0.7100, at least 0.8 is required. Change the settings and set the"
                + " annotation spinrun.dev/retry to train again from opponent 0.");
    assertThat(plan.status().iterations())
        .singleElement()
        .extracting(IterationResult::outcome)
        .isEqualTo(Outcome.Result.REJECTED);
    Plan after = scene.planAfter(plan);
    assertThat(WayOfARunTest.keys(after)).singleElement().asString().endsWith("outcome.json");
    Plan rest = scene.outcome(Outcome.Result.REJECTED).planAfter(after);
    assertThat(rest.lookAgainIn()).isEmpty();
    assertThat(rest.status().finishedAt()).isEqualTo(Scene.NOW);
    assertThat(rest.status().conditions())
        .filteredOn(c -> c.getType().equals("Failed"))
        .singleElement()
        .satisfies(c -> assertThat(c.getReason()).isEqualTo("CandidateRejected"));
  }

  @Test
  void aRejectionMayEndTheRunWell() {
    Scene scene = missed(", onRejected: Stop");
    Plan plan = scene.plan();
    assertThat(plan.status().phase()).isEqualTo(Phase.SUCCEEDED);
    assertThat(plan.status().message()).contains("The run ends with opponent 0");
    Plan after = scene.outcome(Outcome.Result.REJECTED).planAfter(plan);
    assertThat(after.status().iteration()).isEqualTo(1);
    assertThat(scene.planAfter(after).lookAgainIn()).isEmpty();
    assertThat(scene.planAfter(after).status().phase()).isEqualTo(Phase.SUCCEEDED);
  }

  @Test
  void aRejectionMayTrainAgainWithAnotherSeedAndTheSameImages() {
    Scene scene = missed(", onRejected: Retry, retries: 1");
    Plan plan = scene.plan();
    assertThat(plan.status().current().stage()).isEqualTo(Stage.TRAIN);
    assertThat(plan.status().current().attempt()).isEqualTo(2);
    assertThat(plan.status().current().candidateAttempt()).isNull();
    assertThat(plan.status().current().revision()).isEqualTo(1);
    assertThat(plan.status().current().rejections()).isEqualTo(1);
    assertThat(plan.status().current().amendment().seedShift()).isEqualTo(1);
    Plan frozen = scene.candidateGone().planAfter(plan);
    assertThat(WayOfARunTest.keys(frozen)).singleElement().asString().endsWith("/plan-r1.json");
    StoreTask.Create create = (StoreTask.Create) ((Action.InStore) frozen.actions().get(0)).task();
    assertThat(create.document())
        .contains("\"seed\" : 43")
        .contains("\"number\" : 1")
        .contains("\"amends\" : 0");
  }

  @Test
  void aTrainingThatReadsAPartOfTheDataSetDrawsWhatAnotherSeedReads() {
    Scene scene = missed(", onRejected: Retry, retries: 1").examples(1_000_000);
    Plan plan = scene.plan();
    assertThat(plan.status().current().stage()).isEqualTo(Stage.GENERATE);
    assertThat(plan.status().current().attempt()).isEqualTo(2);
    assertThat(plan.status().current().stageFirstAttempt()).isEqualTo(2);
    assertThat(plan.status().current().revision()).isEqualTo(1);
    Plan frozen = scene.candidateGone().planAfter(plan);
    assertThat(WayOfARunTest.keys(frozen)).singleElement().asString().endsWith("/plan-r1.json");
  }

  @Test
  void theLastOfSeveralRejectionsFailsTheRun() {
    Plan plan = missed(", onRejected: Retry, retries: 1").current(c -> c.withRejections(1)).plan();
    assertThat(plan.status().phase()).isEqualTo(Phase.FAILED);
  }

  @Test
  void whatIsInconclusiveAwaitsPeopleUnlessThePolicySaysOtherwise() {
    String gate = "policy: Gate, gate: {minimumWinRate: '0.7', confidence: '0.95'}";
    Plan wait = promoting(gate).plan();
    assertThat(wait.status().phase()).isEqualTo(Phase.AWAITING_PROMOTION);
    assertThat(wait.status().message())
        .isEqualTo(
            "Candidate i1-a1-cccccccc is measured: score 21.68 (+0.4712 to the base model), win rate"
                + " 0.71 over its opponent, pictures in s3://b/gallery.png. The measurements are"
                + " inconclusive: win rate over the opponent is 0.7100 [0.6000, 0.9000], at least"
                + " 0.7 is required. Set the annotation spinrun.dev/promote or spinrun.dev/reject to"
                + " i1-a1-cccccccc.");
    assertThat(recorded(promoting(gate + ", onInconclusive: Promote").plan()))
        .containsExactly("policy Gate, onInconclusive Promote");
    assertThat(promoting(gate + ", onInconclusive: Reject").plan().status().phase())
        .isEqualTo(Phase.FAILED);
  }

  @Test
  void peoplePromoteByAnnotationAndAreNamed() {
    Scene scene = promoting("policy: Manual").metadata(setBy("promote", CANDIDATE));
    Plan first = scene.plan();
    assertThat(recorded(first)).isEmpty();
    assertThat(first.status().decisions())
        .singleElement()
        .satisfies(
            d -> {
              assertThat(d.action()).isEqualTo("promote");
              assertThat(d.by()).isEqualTo("kubectl-annotate");
              assertThat(d.answer()).isEqualTo(Answer.ACCEPTED);
            });
    Plan second = scene.planAfter(first);
    assertThat(recorded(second)).containsExactly("kubectl-annotate");
  }

  @Test
  void peopleRejectByAnnotation() {
    Scene scene = promoting("policy: Manual").annotation("spinrun.dev/reject", CANDIDATE);
    Plan second = scene.planAfter(scene.plan());
    assertThat(second.status().phase()).isEqualTo(Phase.FAILED);
    assertThat(second.status().message()).contains("It was rejected by annotation.");
  }

  /** Annotation and managed fields as the API server hands them out. */
  static String setBy(String action, String value) {
    return ("annotations: {spinrun.dev/%s: '%s'}, managedFields: [{manager: kubectl-annotate,"
            + " operation: Update, time: '2026-03-01T11:59:00Z', fieldsType: FieldsV1, fieldsV1:"
            + " {'f:metadata': {'f:annotations': {'f:spinrun.dev/%s': {}}}}}]")
        .formatted(action, value, action);
  }
}
