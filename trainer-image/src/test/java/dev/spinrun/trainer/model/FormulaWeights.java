package dev.spinrun.trainer.model;

import dev.spinrun.trainer.golden.Golden;
import dev.spinrun.trainer.model.unet.UNet;
import dev.spinrun.trainer.model.unet.UNetConfig;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.tensor.file.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Weights that a formula gives: element j of the k-th tensor by name is s = sin(0.7 j + 1.9 k +
 * phase), times sqrt(2 / fan-in) for matrices, 1 + 0.1 s for norms, 0.1 s for biases.
 */
public final class FormulaWeights {
  /** Phase of the model; that of its opponent is {@link #OPPONENT}. */
  public static final double MODEL = 0.3;

  public static final double OPPONENT = 0.35;

  private static final String UNET_CONFIG =
      """
      {"block_out_channels": [32, 64, 64, 64], "cross_attention_dim": 24, "norm_num_groups": 8}
      """;

  private FormulaWeights() {}

  /** A UNet of four levels and 684 tensors; the folder is made for it. */
  public static UNet unet(Scope scope, Path folder, double phase) throws IOException {
    return unet(scope, folder, UNET_CONFIG, wave(phase));
  }

  /** A number from -1 to 1 for element {@code j} of the {@code k}-th tensor by name. */
  interface Formula {
    double at(double j, int k);
  }

  /** The usual formula. */
  private static Formula wave(double phase) {
    return (j, k) -> Math.sin(0.7 * j + 1.9 * k + phase);
  }

  /** A UNet of this configuration. */
  static UNet unet(Scope scope, Path folder, String config, Formula formula) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("config.json"), config);
    Map<String, Shape> parameters =
        UNet.declare(UNetConfig.read(new ModelFolder(folder).config())).parameters();
    write(folder.resolve("diffusion_pytorch_model.safetensors"), parameters, formula);
    return UNet.load(scope, folder);
  }

  static void write(Path file, Map<String, Shape> parameters, double phase) throws IOException {
    write(file, parameters, wave(phase));
  }

  private static void write(Path file, Map<String, Shape> parameters, Formula formula)
      throws IOException {
    try (Scope scope = Scope.open()) {
      Map<String, Tensor> tensors = new TreeMap<>();
      int k = 0;
      for (Map.Entry<String, Shape> parameter : new TreeMap<>(parameters).entrySet()) {
        int number = k++;
        Shape shape = parameter.getValue();
        boolean norm = shape.rank() == 1 && parameter.getKey().endsWith("weight");
        double scale = shape.rank() > 1 ? Math.sqrt(2.0 * shape.dim(0) / shape.elements()) : 0.1;
        float[] values = Golden.fill(shape, j -> (norm ? 1 : 0) + scale * formula.at(j, number));
        tensors.put(parameter.getKey(), scope.floats(values, shape));
      }
      SafetensorsWriter.write(file, tensors);
    }
  }
}
