package dev.spinrun.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.contract.plan.Stage;
import dev.spinrun.crds.status.ManualDecision;
import dev.spinrun.crds.status.ManualDecision.Answer;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.operator.plan.decision.Notice;
import dev.spinrun.operator.plan.decision.Plan;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Annotations that cannot be meant as things stand: each is answered once, and never acts later.
 */
class RefusalsTest {
  private static final String CANDIDATE = "i1-a1-cccccccc";
  private static final String NOBODY_WAITS =
      "No candidate awaits a decision. Once one does, status.candidate.name is the value to set.";
  private static final String ANOTHER = "The candidate to decide on is i1-a1-cccccccc.";

  private static Scene awaiting() {
    return Scene.in(1, Stage.PROMOTE).spec("promotion: {policy: Manual}");
  }

  private static Scene training() {
    return Scene.in(1, Stage.TRAIN).podRuns().spec("promotion: {policy: Manual}");
  }

  static List<Arguments> wishes() {
    return List.of(
        Arguments.of("yes", awaiting(), "promote", "yes", ANOTHER),
        Arguments.of("the iteration alone", awaiting(), "promote", "1", ANOTHER),
        Arguments.of("a later iteration", awaiting(), "promote", "2", ANOTHER),
        Arguments.of("an earlier candidate", awaiting(), "reject", "i1-a1-dddddddd", ANOTHER),
        Arguments.of("too early", training(), "promote", CANDIDATE, NOBODY_WAITS),
        Arguments.of("nothing created yet", Scene.created(), "reject", CANDIDATE, NOBODY_WAITS),
        Arguments.of(
            "retry of what works",
            training(),
            "retry",
            "1",
            "The run has not ended: there is nothing to retry."),
        Arguments.of(
            "a pause in other words",
            training(),
            "paused",
            "yes",
            "It pauses the run if it is \"true\", and does nothing else."),
        Arguments.of(
            "longer than can be remembered", awaiting(), "promote", "x".repeat(65), ANOTHER));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wishes")
  void isToldOnceAndDecidesNothing(
      String name, Scene scene, String action, String value, String why) {
    scene.annotation("spinrun.dev/" + action, value);
    Plan plan = scene.plan();
    assertThat(plan.status().decisions())
        .singleElement()
        .satisfies(
            d -> {
              assertThat(d.action()).isEqualTo(action);
              assertThat(d.answer()).isEqualTo(Answer.REFUSED);
              assertThat(d.message()).isEqualTo(why);
            });
    assertThat(Notice.between(scene.observed().run().getStatus(), plan.status()))
        .filteredOn(n -> n.reason().equals("DecisionRefused"))
        .singleElement()
        .satisfies(n -> assertThat(n.message()).contains("spinrun.dev/" + action).endsWith(why));

    Plan again = scene.planAfter(plan);
    assertThat(again.status().decisions()).isEqualTo(plan.status().decisions());
    assertThat(Notice.between(plan.status(), again.status()))
        .noneMatch(n -> n.reason().startsWith("Decision"));
  }

  @Test
  void aValueThatWasRefusedDoesNotActOnceItFits() {
    List<ManualDecision> refused =
        training().annotation("spinrun.dev/promote", CANDIDATE).plan().status().decisions();
    Scene measured =
        awaiting()
            .annotation("spinrun.dev/promote", CANDIDATE)
            .status(s -> s.withDecisions(refused));
    assertThat(measured.planAfter(measured.plan()).status().phase())
        .isEqualTo(Phase.AWAITING_PROMOTION);
  }

  @Test
  void aDecisionActsWhateverElseIsSet() {
    Scene scene =
        awaiting()
            .metadata(
                "annotations: {spinrun.dev/promote: %s, spinrun.dev/reject: i1-a0-old, spinrun.dev/retry: '1'}"
                    .formatted(CANDIDATE));
    Plan plan = scene.planAfter(scene.plan());
    assertThat(plan.actions()).hasSize(1);
    assertThat(plan.status().message()).contains("up for promotion");
  }

  @Test
  void contradictingAnnotationsAreToldAndNeitherActsNorIsUsedUp() {
    String both = "annotations: {spinrun.dev/promote: %1$s, spinrun.dev/reject: %1$s}";
    Scene scene = awaiting().metadata(both.formatted(CANDIDATE));
    Plan plan = scene.plan();
    assertThat(plan.status().phase()).isEqualTo(Phase.AWAITING_PROMOTION);
    assertThat(plan.status().message()).endsWith("Both are set: remove one.");
    Scene one = awaiting().annotation("spinrun.dev/reject", CANDIDATE).status(s -> plan.status());
    assertThat(one.planAfter(one.plan()).status().phase()).isEqualTo(Phase.FAILED);
  }

  @Test
  void aRejectionDoesNotTouchTheNextCandidate() {
    Scene scene = awaiting().spec("policy: Manual", "policy: Manual, onRejected: Retry");
    scene.annotation("spinrun.dev/reject", CANDIDATE);
    Plan rejected = scene.planAfter(scene.plan());
    assertThat(rejected.status().current().stage()).isEqualTo(Stage.TRAIN);
    Scene next =
        awaiting()
            .spec("policy: Manual", "policy: Manual, onRejected: Retry")
            .metadata(PromotionGateTest.setBy("reject", CANDIDATE))
            .current(c -> c.withAttempt(2))
            .status(
                s ->
                    s.withDecisions(rejected.status().decisions())
                        .withCandidate(StoredThings.measured(1, 2)));
    Plan plan = next.plan();
    assertThat(plan.status().phase()).isEqualTo(Phase.AWAITING_PROMOTION);
    assertThat(plan.status().decisions()).isEqualTo(rejected.status().decisions());
  }
}
