package dev.spinrun.trainer.check.sample;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.schema.Settings;
import dev.spinrun.contract.settings.Method;
import dev.spinrun.contract.settings.Train;
import dev.spinrun.trainer.nn.Activations;
import dev.spinrun.trainer.nn.Precision;
import dev.spinrun.trainer.train.Trainer;
import dev.spinrun.trainer.train.TrainingSettings;
import dev.spinrun.trainer.workers.Workers;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A training by Spin from noise; what is not named here has its default, as for most users.
 *
 * @param pairs of a step, in one micro-batch
 * @param adapterRank 0 to train every weight
 */
public record SampleTraining(
    SampleModel model,
    int steps,
    int pairs,
    Precision precision,
    int adapterRank,
    Activations activations) {
  /** Of every weight, one pair at a time, in fp32. */
  public static SampleTraining plain(SampleModel model, int steps) {
    return new SampleTraining(model, steps, 1, Precision.FP32, 0, Activations.RECOMPUTED);
  }

  /** Begins. The model must stay open until the trainer is closed. */
  public Trainer start() throws IOException {
    return Trainer.start(model.unet(), model.schedule(), settings(), examples());
  }

  /** Goes on from a checkpoint. */
  public Trainer resume(Path checkpoint) throws IOException {
    return Trainer.resume(
        model.unet(), model.schedule(), settings(), examples(), Workers.alone(), checkpoint);
  }

  private NoisePairs examples() {
    return new NoisePairs(model.size().latent(), model.size().text());
  }

  private TrainingSettings settings() {
    ObjectNode train = Documents.object();
    train.put("steps", steps);
    train.put("batchSize", pairs);
    train.put("microBatchSize", pairs);
    train.put("mixedPrecision", Documents.text(precision.setting()));
    train.put("gradientCheckpointing", activations == Activations.RECOMPUTED);
    if (adapterRank > 0) {
      train.putObject("lora").put("rank", adapterRank);
    }
    return new TrainingSettings(Method.SPIN, Settings.of(Train.class, train), 1);
  }
}
