package dev.spinrun.trainer.train;

import dev.spinrun.contract.settings.PairNoise;
import dev.spinrun.contract.settings.Schedule;
import dev.spinrun.trainer.diffusion.random.RandomStream;
import dev.spinrun.trainer.diffusion.schedule.NoiseSchedule;
import dev.spinrun.trainer.diffusion.schedule.SchedulerConfig;
import dev.spinrun.trainer.golden.Golden;
import dev.spinrun.trainer.loss.Objective;
import dev.spinrun.trainer.nn.Activations;
import dev.spinrun.trainer.nn.Precision;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.train.gradient.Example;
import dev.spinrun.trainer.train.gradient.ExampleSource;
import dev.spinrun.trainer.train.optimizer.AdamWSettings;
import dev.spinrun.trainer.train.optimizer.EmaDecay;
import dev.spinrun.trainer.train.optimizer.LearningRate;

/**
 * Examples in the shapes of the tiny pipeline: the preferred latents have one pattern in common,
 * the rejected ones are noise.
 */
class TinyExamples implements ExampleSource {
  private static final int EXAMPLES = 11;

  static final NoiseSchedule SCHEDULE =
      new NoiseSchedule(SchedulerConfig.load(Golden.path("tiny_pipeline/scheduler")));

  static TrainingSettings settings(Objective objective, int steps, int microBatch) {
    return settings(objective, steps, microBatch, Activations.KEPT);
  }

  static TrainingSettings settings(
      Objective objective, int steps, int microBatch, Activations activations) {
    return settings(objective, steps, microBatch, 0, activations);
  }

  static TrainingSettings settings(
      Objective objective, int steps, int microBatch, int adapterRank, Activations activations) {
    return settings(objective, steps, microBatch, adapterRank, Precision.FP32, activations);
  }

  static TrainingSettings settings(
      Objective objective,
      int steps,
      int microBatch,
      int adapterRank,
      Precision precision,
      Activations activations) {
    return new TrainingSettings(
        objective,
        steps,
        4,
        microBatch,
        new LearningRate(1e-4, 3, steps, Schedule.COSINE),
        AdamWSettings.DEFAULT,
        new EmaDecay(0.9, EmaDecay.Course.RISING),
        PairNoise.SHARED,
        0.2,
        adapterRank,
        precision,
        activations,
        42,
        1);
  }

  /** The same with another noise of pairs. */
  static TrainingSettings with(PairNoise noise, TrainingSettings s) {
    return new TrainingSettings(
        s.objective(),
        s.steps(),
        s.batch(),
        s.microBatch(),
        s.learningRate(),
        s.optimizer(),
        s.ema(),
        noise,
        s.promptDropout(),
        s.adapterRank(),
        s.precision(),
        s.activations(),
        s.seed(),
        s.iteration());
  }

  @Override
  public int size() {
    return EXAMPLES;
  }

  @Override
  public Shape latentShape() {
    return Shape.of(4, 8, 8);
  }

  @Override
  public Shape textShape() {
    return Shape.of(16, 32);
  }

  @Override
  public float[] emptyText() {
    return RandomStream.of(3).normals(512);
  }

  @Override
  public Example load(int index) {
    float[] preferred = RandomStream.of(0, index).normals(256);
    for (int j = 0; j < preferred.length; j++) {
      preferred[j] = (float) (0.3 * preferred[j] + Math.sin(0.1 * j));
    }
    return new Example(
        preferred, RandomStream.of(1, index).normals(256), RandomStream.of(2, index).normals(512));
  }
}
