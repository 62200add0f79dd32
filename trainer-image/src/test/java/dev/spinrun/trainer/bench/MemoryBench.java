package dev.spinrun.trainer.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.schema.Settings;
import dev.spinrun.contract.settings.Method;
import dev.spinrun.contract.settings.Train;
import dev.spinrun.trainer.check.ProcessMemory;
import dev.spinrun.trainer.check.sample.NoisePairs;
import dev.spinrun.trainer.cost.Place;
import dev.spinrun.trainer.cost.TrainingMemory;
import dev.spinrun.trainer.cost.UNetMemory;
import dev.spinrun.trainer.diffusion.schedule.NoiseSchedule;
import dev.spinrun.trainer.diffusion.schedule.SchedulerConfig;
import dev.spinrun.trainer.model.ModelFolder;
import dev.spinrun.trainer.model.unet.UNet;
import dev.spinrun.trainer.model.unet.UNetConfig;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.tensor.file.SafetensorsWriter;
import dev.spinrun.trainer.train.Trainer;
import dev.spinrun.trainer.train.TrainingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The peak of a training's memory beside what {@code spin-trainer cost} says of it, in MiB; one
 * measurement per process. The UNet has the shape of Stable Diffusion 1.5 but for its width, and
 * weights of zero.
 */
public final class MemoryBench {
  private static final int STEPS = 2;
  private static final int TOKENS = 77;
  private static final int SIDE = 32;

  private MemoryBench() {}

  /**
   * Arguments: a folder, then {@code write} and the first of four widths; or {@code train}, a
   * scheduler folder, pairs of a step and of a micro-batch, whether blocks are computed again, the
   * precision, and the rank of adapters or 0.
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    if (arguments[1].equals("write")) {
      write(folder, Integer.parseInt(arguments[2]));
    } else {
      List<String> settings = List.of(arguments).subList(3, arguments.length);
      train(folder, Path.of(arguments[2]), settings(settings), String.join(" | ", settings));
    }
  }

  private static Train settings(List<String> given) {
    ObjectNode train = Documents.object();
    train.put("steps", STEPS).put("promptDropout", "0");
    train.put("batchSize", Integer.parseInt(given.get(0)));
    train.put("microBatchSize", Integer.parseInt(given.get(1)));
    train.put("gradientCheckpointing", Boolean.parseBoolean(given.get(2)));
    train.put("mixedPrecision", given.get(3));
    int rank = Integer.parseInt(given.get(4));
    if (rank > 0) {
      train.putObject("lora").put("rank", rank);
    }
    return Settings.of(Train.class, train);
  }

  private static void write(Path folder, int width) throws IOException {
    ObjectNode config = Documents.object();
    List.of(width, 2 * width, 4 * width, 4 * width)
        .forEach(config.putArray("block_out_channels")::add);
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("config.json"), config.toString());
    try (Scope scope = Scope.open()) {
      Map<String, Tensor> tensors = new TreeMap<>();
      UNet.declare(config(folder))
          .parameters()
          .forEach((name, shape) -> tensors.put(name, scope.zeros(shape)));
      SafetensorsWriter.write(folder.resolve("diffusion_pytorch_model.safetensors"), tensors);
    }
  }

  private static UNetConfig config(Path folder) {
    return UNetConfig.read(new ModelFolder(folder).config());
  }

  private static void train(Path folder, Path scheduler, Train train, String row)
      throws IOException {
    UNetConfig config = config(folder);
    Shape latent = Shape.of(config.inChannels(), SIDE, SIDE);
    NoisePairs pairs = new NoisePairs(latent, Shape.of(TOKENS, config.textWidth()));
    try (Scope scope = Scope.open();
        Trainer trainer =
            Trainer.start(
                UNet.load(scope, folder),
                new NoiseSchedule(SchedulerConfig.load(scheduler)),
                new TrainingSettings(Method.SPIN, train, 1),
                pairs)) {
      trainer.run(step -> {});
    }
    long computed =
        new TrainingMemory(new UNetMemory(config, latent, TOKENS), 0, Place.CPU)
            .peak(Method.SPIN, train);
    double measured = ProcessMemory.peakKib() / 1024.0;
    System.out.printf(
        Locale.ROOT,
        "| %s | %.0f | %.0f | %.2f |%n",
        row,
        measured,
        computed / 0x1p20,
        computed / 0x1p20 / measured);
  }
}
