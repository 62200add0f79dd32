package dev.spinrun.trainer.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spinrun.trainer.check.ProcessMemory;
import dev.spinrun.trainer.loss.Objective;
import dev.spinrun.trainer.model.ModelFolder;
import dev.spinrun.trainer.model.unet.UNet;
import dev.spinrun.trainer.model.unet.UNetConfig;
import dev.spinrun.trainer.nn.Weights;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.tensor.Torch;
import dev.spinrun.trainer.tensor.Views;
import dev.spinrun.trainer.train.optimizer.LossScale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes checkpoints of a UNet's weights and moments one over the other, read by a copy as from a
 * GPU; prints the resident memory after each.
 */
final class CheckpointBench {
  private CheckpointBench() {}

  /**
   * Arguments: an empty folder, the first of a UNet's four widths, and the number of checkpoints.
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    int width = Integer.parseInt(arguments[1]);
    int saves = Integer.parseInt(arguments[2]);
    try (Scope scope = Scope.open()) {
      Map<String, Weights> sets = new TreeMap<>();
      for (String set : List.of("weights", "first", "second")) {
        sets.put(set, zeros(scope, folder, width));
      }
      print(0, "before");
      Checkpoint checkpoint = new Checkpoint(folder.resolve("checkpoint"));
      TrainingSettings settings = TinyExamples.settings(new Objective.Denoising(), saves, 1);
      for (int save = 1; save <= saves; save++) {
        checkpoint.write(new Checkpoint.State(save, save, LossScale.NONE), settings, sets);
        print(save, "after");
      }
    }
  }

  private static Weights zeros(Scope scope, Path folder, int width) throws IOException {
    Path model = Files.createDirectories(folder.resolve("unet"));
    Map<String, List<Integer>> config =
        Map.of("block_out_channels", List.of(width, 2 * width, 4 * width, 4 * width));
    new ObjectMapper().writeValue(model.resolve("config.json").toFile(), config);
    Map<String, Tensor> tensors = new TreeMap<>();
    UNet.declare(UNetConfig.read(new ModelFolder(model).config()))
        .parameters()
        .forEach((name, shape) -> tensors.put(name, Views.zeros(scope, shape)));
    return new Weights(tensors);
  }

  private static void print(int save, String when) {
    System.out.printf(
        Locale.ROOT,
        "%s checkpoint %d: resident %d MiB, %d tensors%n",
        when,
        save,
        (ProcessMemory.residentKib() - ProcessMemory.residentFileKib()) / 1024,
        Torch.openTensors());
  }
}
