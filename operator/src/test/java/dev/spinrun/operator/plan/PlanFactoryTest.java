package dev.spinrun.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinrun.operator.SpinRuns;
import dev.spinrun.runstore.plan.IterationPlan;
import dev.spinrun.runstore.plan.Loss;
import dev.spinrun.runstore.plan.Method;
import dev.spinrun.runstore.plan.Sampler;
import dev.spinrun.runstore.plan.Sampling;
import dev.spinrun.runstore.plan.Schedule;
import dev.spinrun.runstore.plan.ScorerName;
import dev.spinrun.runstore.plan.Training;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PlanFactoryTest {
  @Test
  void aSpecThatSaysNothingDrawsWithDdimAndLearnsWithThePapersLoss() {
    IterationPlan plan = plan(SpinRuns.SMALL);

    assertThat(plan.sampling()).isEqualTo(new Sampling(Sampler.DDIM, 50, 0.0, 7.5, 8, 2));
    assertThat(plan.training())
        .returns(Loss.SIGMOID, Training::loss)
        .returns(null, Training::snrGamma)
        .returns(false, Training::emaWarmup);
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

    assertThat(plan.sampling()).returns(0.5, Sampling::eta);
    assertThat(plan.training())
        .returns(Loss.IPO, Training::loss)
        .returns(5.0, Training::snrGamma)
        .returns(0.9, Training::emaDecay)
        .returns(true, Training::emaWarmup);
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

  static Stream<Arguments> choices() {
    return Stream.of(
        Arguments.of(dev.spinrun.crds.spec.Loss.values(), Loss.values()),
        Arguments.of(dev.spinrun.crds.spec.Method.values(), Method.values()),
        Arguments.of(dev.spinrun.crds.spec.Sampler.values(), Sampler.values()),
        Arguments.of(dev.spinrun.crds.spec.Schedule.values(), Schedule.values()),
        Arguments.of(dev.spinrun.crds.spec.ScorerName.values(), ScorerName.values()));
  }

  @ParameterizedTest
  @MethodSource("choices")
  void everyChoiceOfTheSpecIsOneOfThePlan(Enum<?>[] ofSpec, Enum<?>[] ofPlan) {
    assertThat(Arrays.stream(ofSpec).map(Enum::name).toList())
        .isEqualTo(Arrays.stream(ofPlan).map(Enum::name).toList());
  }

  private static IterationPlan plan(String yaml) {
    return Plans.of(SpinRuns.of(yaml), 1).plan();
  }
}
