package dev.spinrun.trainer.train;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.schema.Settings;
import dev.spinrun.contract.settings.Method;
import dev.spinrun.contract.settings.Train;
import dev.spinrun.trainer.diffusion.random.RandomStream;
import dev.spinrun.trainer.diffusion.schedule.NoiseSchedule;
import dev.spinrun.trainer.diffusion.schedule.SchedulerConfig;
import dev.spinrun.trainer.golden.Golden;
import dev.spinrun.trainer.loss.Objective;
import dev.spinrun.trainer.nn.Activations;
import dev.spinrun.trainer.nn.Precision;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.train.gradient.Example;
import dev.spinrun.trainer.train.gradient.ExampleSource;
import java.util.List;
import java.util.Locale;

/**
 * Examples in the shapes of the tiny pipeline: the preferred latents have one pattern in common,
 * the rejected ones are noise.
 */
class TinyExamples implements ExampleSource {
  private static final int EXAMPLES = 11;
  private static final Shape TEXT = Shape.of(16, 32);

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
    ObjectNode train = Documents.object();
    train.put("steps", steps);
    train.put("batchSize", 4);
    train.put("microBatchSize", microBatch);
    train.put("learningRate", "1e-4");
    train.put("warmupSteps", 3);
    train.put("schedule", "Cosine");
    train.put("ema", "0.9");
    train.put("emaWarmup", true);
    train.put("promptDropout", "0.2");
    train.put("mixedPrecision", precision == Precision.FP32 ? "No" : spelled(precision));
    train.put("gradientCheckpointing", activations == Activations.RECOMPUTED);
    if (adapterRank > 0) {
      train.putObject("lora").put("rank", adapterRank);
    }
    Method method = Method.SFT;
    if (objective instanceof Objective.Preference preference) {
      method = Method.SPIN;
      train.put("loss", spelled(preference.shape()));
      train.put("beta", decimal(preference.beta()));
      train.put("sftWeight", decimal(preference.sftWeight()));
    } else if (objective instanceof Objective.Denoising denoising && denoising.snrGamma() != null) {
      train.put("snrGamma", decimal(denoising.snrGamma()));
    }
    return new TrainingSettings(method, Settings.of(Train.class, train), 1);
  }

  private static String spelled(Enum<?> constant) {
    return constant.name().charAt(0) + constant.name().substring(1).toLowerCase(Locale.ROOT);
  }

  private static String decimal(double number) {
    return Double.toString(number);
  }

  /** The same with other values of some fields. */
  static TrainingSettings with(ObjectNode fields, TrainingSettings s) {
    return new TrainingSettings(
        s.method(), Settings.with("train", s.train(), fields), s.iteration());
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
  public int[] emptyTokens() {
    return new int[] {EXAMPLES};
  }

  /**
   * The embedding of an example's caption is noise, too: its only token is the example's number.
   */
  @Override
  public Tensor embed(Scope scope, List<int[]> tokens) {
    return Embeddings.rows(
        scope,
        TEXT,
        tokens,
        token -> (token == EXAMPLES ? RandomStream.of(3) : RandomStream.of(2, token)).normals(512));
  }

  @Override
  public Example load(int index) {
    float[] preferred = RandomStream.of(0, index).normals(256);
    for (int j = 0; j < preferred.length; j++) {
      preferred[j] = (float) (0.3 * preferred[j] + Math.sin(0.1 * j));
    }
    return new Example(preferred, RandomStream.of(1, index).normals(256), new int[] {index});
  }
}
