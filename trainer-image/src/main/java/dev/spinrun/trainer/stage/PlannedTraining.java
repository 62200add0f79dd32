package dev.spinrun.trainer.stage;

import dev.spinrun.runstore.plan.IterationPlan;
import dev.spinrun.runstore.plan.Training;
import dev.spinrun.trainer.loss.LossShape;
import dev.spinrun.trainer.loss.Objective;
import dev.spinrun.trainer.nn.Activations;
import dev.spinrun.trainer.nn.Precision;
import dev.spinrun.trainer.train.AdamWSettings;
import dev.spinrun.trainer.train.EmaDecay;
import dev.spinrun.trainer.train.EmaDecay.Course;
import dev.spinrun.trainer.train.LearningRate;
import dev.spinrun.trainer.train.PairNoise;
import dev.spinrun.trainer.train.TrainingSettings;

/** From the plan's words on training to the trainer's. */
final class PlannedTraining {
  private PlannedTraining() {}

  static TrainingSettings of(IterationPlan plan) {
    Training training = plan.training();
    return new TrainingSettings(
        objective(plan),
        training.steps(),
        training.batchSize(),
        training.microBatchSize(),
        new LearningRate(
            training.learningRate(), training.warmupSteps(), training.steps(), decay(training)),
        AdamWSettings.DEFAULT,
        new EmaDecay(training.emaDecay(), training.emaWarmup() ? Course.RISING : Course.CONSTANT),
        noise(training),
        training.promptDropout(),
        training.lora() == null ? 0 : training.lora().rank(),
        precision(training),
        training.gradientCheckpointing() ? Activations.RECOMPUTED : Activations.KEPT,
        training.seed(),
        plan.iteration());
  }

  private static Objective objective(IterationPlan plan) {
    return switch (plan.method()) {
      case SPIN, DPO ->
          new Objective.Preference(
              shape(plan.training()), plan.training().beta(), plan.training().sftWeight());
      case SFT -> new Objective.Denoising(plan.training().snrGamma());
    };
  }

  private static LossShape shape(Training training) {
    return switch (training.loss()) {
      case SIGMOID -> LossShape.SIGMOID;
      case HINGE -> LossShape.HINGE;
      case IPO -> LossShape.IPO;
    };
  }

  private static PairNoise noise(Training training) {
    return switch (training.pairNoise()) {
      case SHARED -> PairNoise.SHARED;
      case INDEPENDENT -> PairNoise.INDEPENDENT;
    };
  }

  private static Precision precision(Training training) {
    return switch (training.mixedPrecision()) {
      case NO -> Precision.FP32;
      case FP16 -> Precision.FP16;
      case BF16 -> Precision.BF16;
    };
  }

  private static LearningRate.Decay decay(Training training) {
    return switch (training.schedule()) {
      case CONSTANT -> LearningRate.Decay.CONSTANT;
      case LINEAR -> LearningRate.Decay.LINEAR;
      case COSINE -> LearningRate.Decay.COSINE;
    };
  }
}
