package dev.spinrun.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.contract.plan.IterationPlan;
import dev.spinrun.contract.settings.Loss;
import dev.spinrun.operator.SpinRuns;
import dev.spinrun.operator.plan.decision.Plan;
import org.junit.jupiter.api.Test;

/** What is different in single iterations, as in the paper's schedule. */
class OverridesTest {
  private static final String OVERRIDES =
      "overrides: [{iteration: 1, train: {steps: 50}}, {iteration: 2, train: {beta: '5000', seed: 7},"
          + " generate: {steps: 5}}, {iteration: 3, train: {loss: Hinge, emaWarmup: true}}]";

  private static IterationPlan plan(int iteration) {
    return Plans.of(
            SpinRuns.of(SpinRuns.SMALL.replace("spec:\n", "spec:\n  " + OVERRIDES + "\n")),
            iteration)
        .plan();
  }

  @Test
  void eachIterationHasItsOwnAndNothingOfTheOthers() {
    assertThat(plan(1).train().steps()).isEqualTo(50);
    assertThat(plan(1).train().beta()).hasToString("2000");
    assertThat(plan(2).train().steps()).isEqualTo(4);
    assertThat(plan(2).train().beta()).hasToString("5000");
    assertThat(plan(2).train().seed()).isEqualTo(7);
    assertThat(plan(2).generate().steps()).isEqualTo(5);
    assertThat(plan(0).generate().steps()).isEqualTo(50);
    assertThat(plan(3).train().loss()).isEqualTo(Loss.HINGE);
    assertThat(plan(3).train().emaWarmup()).isTrue();
    assertThat(plan(2).train().loss()).isEqualTo(Loss.SIGMOID);
  }

  @Test
  void whatMakesALaterIterationImpossibleIsToldBeforeTheFirst() {
    Plan plan =
        Scene.starting(0)
            .identified()
            .spec("overrides: [{iteration: 2, train: {batchSize: 3}}]")
            .plan();
    assertThat(plan.status().message())
        .isEqualTo(
            "Iteration 0 cannot start: iteration 2: the plan has 1 problem: train.batchSize must be a"
                + " multiple of train.microBatchSize times train.workers (was 3, 2 and 1). Correct the spec.");
    assertThat(plan.actions()).isEmpty();
  }
}
