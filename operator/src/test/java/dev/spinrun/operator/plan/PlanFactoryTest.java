package dev.spinrun.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinrun.contract.json.Decimal;
import dev.spinrun.contract.plan.IterationPlan;
import dev.spinrun.contract.settings.Generate;
import dev.spinrun.contract.settings.Loss;
import dev.spinrun.contract.settings.MixedPrecision;
import dev.spinrun.contract.settings.Sampler;
import dev.spinrun.contract.settings.Train;
import dev.spinrun.operator.SpinRuns;
import org.junit.jupiter.api.Test;

class PlanFactoryTest {
  @Test
  void aSpecThatSaysNothingDrawsWithDdimAndLearnsWithThePapersLoss() {
    IterationPlan plan = plan(SpinRuns.SMALL);

    assertThat(plan.generate())
        .isEqualTo(
            new Generate(
                Sampler.DDIM,
                50,
                new Decimal("0"),
                new Decimal("7.5"),
                8,
                MixedPrecision.AUTO,
                2,
                42,
                false));
    assertThat(plan.train())
        .returns(Loss.SIGMOID, Train::loss)
        .returns(null, Train::snrGamma)
        .returns(false, Train::emaWarmup);
  }

  @Test
  void whatTheSpecSaysOfSamplerAndLossStandsInThePlan() {
    IterationPlan plan =
        plan(
            SpinRuns.SMALL
                .replace("spec:\n", "spec:\n  method: Sft\n")
                .replace("generate: {", "generate: {sampler: Ddim, eta: '0.5', ")
                .replace(
                    "train: {", "train: {loss: Ipo, snrGamma: '5', ema: '0.9', emaWarmup: true, "));

    assertThat(plan.generate().eta()).hasToString("0.5");
    assertThat(plan.train())
        .returns(Loss.IPO, Train::loss)
        .returns(new Decimal("5"), Train::snrGamma)
        .returns(new Decimal("0.9"), Train::ema)
        .returns(true, Train::emaWarmup);
  }

  @Test
  void aSpecThatTheRulesOfTheApiServerWouldRefuseIsRefusedHereToo() {
    assertThatThrownBy(
            () ->
                plan(
                    SpinRuns.SMALL
                        .replace("generate: {", "generate: {sampler: Euler, eta: '0.5', ")
                        .replace("train: {", "train: {snrGamma: '5', ")))
        .hasMessage(
            "the plan has 2 problems: generate.eta must be 0 unless generate.sampler is Ddim (was"
                + " 0.5); train.snrGamma is of method Sft only");
  }

  private static IterationPlan plan(String yaml) {
    return Plans.of(SpinRuns.of(yaml), 1).plan();
  }
}
