package dev.spinrun.trainer.stage.train;

import dev.spinrun.contract.plan.IterationPlan;
import dev.spinrun.contract.settings.Train;
import dev.spinrun.trainer.loss.LossShape;
import dev.spinrun.trainer.loss.Objective;
import dev.spinrun.trainer.nn.Activations;
import dev.spinrun.trainer.nn.Precision;
import dev.spinrun.trainer.train.TrainingSettings;
import dev.spinrun.trainer.train.optimizer.AdamWSettings;
import dev.spinrun.trainer.train.optimizer.EmaDecay;
import dev.spinrun.trainer.train.optimizer.EmaDecay.Course;
import dev.spinrun.trainer.train.optimizer.LearningRate;
import org.jspecify.annotations.Nullable;

/** From the plan's words on training to the trainer's. */
final class PlannedTraining {
  private PlannedTraining() {}

  static TrainingSettings of(IterationPlan plan) {
    Train train = plan.train();
    return new TrainingSettings(
        objective(plan),
        train.steps(),
        train.batchSize(),
        train.microBatchSize(),
        new LearningRate(
            train.learningRate().value(), train.warmupSteps(), train.steps(), train.schedule()),
        AdamWSettings.DEFAULT,
        new EmaDecay(train.ema().value(), train.emaWarmup() ? Course.RISING : Course.CONSTANT),
        train.pairNoise(),
        train.promptDropout().value(),
        train.lora() == null ? 0 : train.lora().rank(),
        precision(train),
        train.gradientCheckpointing() ? Activations.RECOMPUTED : Activations.KEPT,
        train.seed(),
        plan.iteration());
  }

  private static Objective objective(IterationPlan plan) {
    return switch (plan.method()) {
      case SPIN, DPO ->
          new Objective.Preference(
              shape(plan.train()), plan.train().beta().value(), plan.train().sftWeight().value());
      case SFT -> new Objective.Denoising(snrGamma(plan.train()));
    };
  }

  private static LossShape shape(Train train) {
    return switch (train.loss()) {
      case SIGMOID -> LossShape.SIGMOID;
      case HINGE -> LossShape.HINGE;
      case IPO -> LossShape.IPO;
    };
  }

  private static Precision precision(Train train) {
    return switch (train.mixedPrecision()) {
      case NO -> Precision.FP32;
      case FP16 -> Precision.FP16;
      case BF16 -> Precision.BF16;
    };
  }

  private static @Nullable Double snrGamma(Train train) {
    return train.snrGamma() == null ? null : Double.valueOf(train.snrGamma().value());
  }
}
