package dev.spinrun.trainer.train;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.spinrun.contract.plan.IterationPlan;
import dev.spinrun.contract.plan.Reading;
import dev.spinrun.contract.settings.Method;
import dev.spinrun.contract.settings.Train;
import dev.spinrun.trainer.loss.LossShape;
import dev.spinrun.trainer.loss.Objective;
import dev.spinrun.trainer.nn.Activations;
import dev.spinrun.trainer.nn.Precision;
import dev.spinrun.trainer.train.optimizer.EmaDecay;
import dev.spinrun.trainer.train.optimizer.LearningRate;

/**
 * Everything that decides what an iteration's training computes, besides weights and examples: the
 * settings of the plan, and what the trainer makes of them.
 */
public record TrainingSettings(Method method, @JsonUnwrapped Train train, int iteration) {
  /** The settings of this plan. */
  public static TrainingSettings of(IterationPlan plan) {
    return new TrainingSettings(plan.method(), plan.train(), plan.iteration());
  }

  /** Which examples are read. */
  Reading reading() {
    return new Reading(iteration, train.seed(), train.examplesSeen());
  }

  /** What is learnt. */
  public Objective objective() {
    return switch (method) {
      case SPIN, DPO ->
          new Objective.Preference(shape(), train.beta().value(), train.sftWeight().value());
      case SFT ->
          new Objective.Denoising(train.snrGamma() == null ? null : train.snrGamma().value());
    };
  }

  private LossShape shape() {
    return switch (train.loss()) {
      case SIGMOID -> LossShape.SIGMOID;
      case HINGE -> LossShape.HINGE;
      case IPO -> LossShape.IPO;
    };
  }

  /** The course of the learning rate. */
  LearningRate learningRate() {
    return new LearningRate(
        train.learningRate().value(), train.warmupSteps(), train.steps(), train.schedule());
  }

  /** Decay of the averaged weights, which are the result when there are any. */
  EmaDecay ema() {
    return new EmaDecay(
        train.ema().value(), train.emaWarmup() ? EmaDecay.Course.RISING : EmaDecay.Course.CONSTANT);
  }

  /** Rank of the adapters that are trained alone; 0 to train every weight. */
  int adapterRank() {
    return train.lora() == null ? 0 : train.lora().rank();
  }

  /** Of the networks; weights and moments are fp32. */
  Precision precision() {
    return Precision.of(train.mixedPrecision());
  }

  /**
   * What happens to values between forward and backward pass; the result depends on it in rounding
   * alone.
   */
  Activations activations() {
    return train.gradientCheckpointing() ? Activations.RECOMPUTED : Activations.KEPT;
  }
}
