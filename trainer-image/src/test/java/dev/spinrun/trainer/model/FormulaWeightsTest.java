package dev.spinrun.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.trainer.golden.Golden;
import dev.spinrun.trainer.nn.Declaration;
import dev.spinrun.trainer.tensor.SafetensorsWriter;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Networks of four levels and two layers, whose weights a formula gives, against PyTorch in fp64:
 * element j of the k-th tensor by name is s = sin(0.7 j + 1.9 k + 0.3), times sqrt(2 / fan-in) for
 * matrices, 1 + 0.1 s for norms, 0.1 s for biases.
 */
class FormulaWeightsTest {
  /** fp32 in a network of 684 tensors, relative to the largest value. */
  private static final double RELATIVE = 2e-4;

  private final Scope scope = Scope.open();

  @TempDir private Path folder;

  @AfterEach
  void close() {
    scope.close();
  }

  private void write(String config, String file, Map<String, Shape> parameters) throws IOException {
    Map<String, Tensor> tensors = new TreeMap<>();
    int k = 0;
    for (Map.Entry<String, Shape> parameter : new TreeMap<>(parameters).entrySet()) {
      double phase = 1.9 * k++ + 0.3;
      Shape shape = parameter.getValue();
      boolean norm = shape.rank() == 1 && parameter.getKey().endsWith("weight");
      double scale = shape.rank() > 1 ? Math.sqrt(2.0 * shape.dim(0) / shape.elements()) : 0.1;
      float[] values = Golden.fill(shape, j -> (norm ? 1 : 0) + scale * Math.sin(0.7 * j + phase));
      tensors.put(parameter.getKey(), scope.floats(values, shape));
    }
    Files.writeString(folder.resolve("config.json"), config);
    SafetensorsWriter.write(folder.resolve(file), tensors);
  }

  private static void assertValues(float[] actual, int from, double... expected) {
    double largest = 0;
    for (float value : actual) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertThat(Golden.distance(Arrays.copyOfRange(actual, from, from + expected.length), expected))
        .isLessThan(RELATIVE * largest);
  }

  private static void assertSumOfSquares(float[] actual, double expected) {
    double sum = 0;
    for (float value : actual) {
      sum += (double) value * value;
    }
    assertThat(sum).isCloseTo(expected, Offset.offset(RELATIVE * expected));
  }

  private Tensor fill(DoubleUnaryOperator f, long... shape) {
    return scope.floats(Golden.fill(Shape.of(shape), f), Shape.of(shape));
  }

  @Test
  void unetOfFourLevelsPredictsWhatTorchPredicts() throws IOException {
    String config =
        """
        {"block_out_channels": [32, 64, 64, 64], "cross_attention_dim": 24, "norm_num_groups": 8}
        """;
    Files.writeString(folder.resolve("config.json"), config);
    Declaration declared = UNet.declare(UNetConfig.read(new ModelFolder(folder).config()));
    assertThat(declared.parameters()).hasSize(684);
    assertThat(declared.parameterCount()).isEqualTo(3_208_868);
    write(config, "diffusion_pytorch_model.safetensors", declared.parameters());

    float[] predicted =
        UNet.load(scope, folder)
            .predict(
                scope,
                fill(j -> Math.sin(0.1 * j), 2, 4, 16, 16),
                new float[] {10, 500},
                fill(j -> Math.cos(0.05 * j), 2, 7, 24))
            .toFloats();

    assertValues(predicted, 0, 0.698443, 0.812896, 0.798748, 0.881909, 0.927535, 0.947438);
    assertValues(predicted, 1024, 0.549937, 0.928643, 1.381145, 1.437268, 1.332681, 1.211745);
    assertValues(predicted, 2047, -0.171621);
    assertSumOfSquares(predicted, 2402.176368);
  }

  @Test
  void autoencoderEncodesAndDecodesAsTorchDoes() throws IOException {
    String config =
        """
        {"block_out_channels": [32, 64], "norm_num_groups": 8, "sample_size": 16,
         "down_block_types": ["DownEncoderBlock2D", "DownEncoderBlock2D"],
         "up_block_types": ["UpDecoderBlock2D", "UpDecoderBlock2D"]}
        """;
    Files.writeString(folder.resolve("config.json"), config);
    Map<String, Shape> parameters =
        Autoencoder.parameters(VaeConfig.read(new ModelFolder(folder).config()));
    assertThat(parameters).hasSize(156);
    write(config, "diffusion_pytorch_model.safetensors", parameters);
    Autoencoder vae = Autoencoder.load(scope, folder);

    Posterior latent = vae.encode(fill(j -> Math.sin(0.05 * j), 1, 3, 16, 16));
    float[] decoded = vae.decode(scope, scope.floats(latent.mean(), latent.shape())).toFloats();

    assertValues(latent.mean(), 0, 2.913762, 2.334977, 2.268961, 2.315117, 2.435074, 2.459421);
    assertValues(latent.logVariance(), 0, -1.418207, -0.263318, -0.238612, -0.449325, -0.801863);
    assertSumOfSquares(latent.mean(), 880.024325);
    assertValues(decoded, 0, 2.4398, 4.91819, 6.677642, 7.551161, 7.598696, 7.135464);
    assertSumOfSquares(decoded, 1336.865663);
  }

  @Test
  void textEncoderGivesTheRowsOfTorch() throws IOException {
    String config =
        """
        {"vocab_size": 100, "hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2,
         "num_attention_heads": 4, "max_position_embeddings": 16}
        """;
    Files.writeString(folder.resolve("config.json"), config);
    ClipTextConfig text = ClipTextConfig.read(new ModelFolder(folder).config());
    Declaration declared = Declaration.of(new ClipTextNetwork(text), List.of(Shape.of(1, 16)));
    assertThat(declared.parameters()).hasSize(36);
    write(config, "model.safetensors", declared.parameters());
    int[] ids = {5, 17, 3, 99, 42, 0, 1, 2, 8, 8, 8, 8, 8, 8, 8, 8};

    float[] rows = TextEncoder.load(scope, folder).encode(scope, List.of(ids)).toFloats();

    assertValues(rows, 0, -0.179288, -0.683696, 0.326466, -1.024888, 1.425824, -0.686581);
    assertValues(rows, 96, 1.401856, -0.672785, -0.25635, -0.407306, -1.32299, 1.19206);
    assertSumOfSquares(rows, 524.354392);
  }
}
