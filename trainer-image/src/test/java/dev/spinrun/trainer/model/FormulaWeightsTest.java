package dev.spinrun.trainer.model;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.trainer.golden.Golden;
import dev.spinrun.trainer.model.clip.ClipTextConfig;
import dev.spinrun.trainer.model.clip.ClipTextNetwork;
import dev.spinrun.trainer.model.clip.TextEncoder;
import dev.spinrun.trainer.model.unet.UNet;
import dev.spinrun.trainer.model.vae.Autoencoder;
import dev.spinrun.trainer.model.vae.Posterior;
import dev.spinrun.trainer.model.vae.VaeConfig;
import dev.spinrun.trainer.nn.Declaration;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks of four levels and two layers with {@link FormulaWeights}, against PyTorch in fp64. */
class FormulaWeightsTest {
  /** fp32 in a network of 684 tensors, relative to the largest value. */
  private static final double RELATIVE = 2e-4;

  private static final float[] TIMESTEPS = {10, 500};

  private final Scope scope = Scope.open();

  @TempDir private Path folder;

  @AfterEach
  void close() {
    scope.close();
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

  private void write(String file, Map<String, Shape> parameters) throws IOException {
    FormulaWeights.write(folder.resolve(file), parameters, FormulaWeights.MODEL);
  }

  private Tensor fill(DoubleUnaryOperator f, long... shape) {
    return scope.floats(Golden.fill(Shape.of(shape), f), Shape.of(shape));
  }

  @Test
  void unetOfFourLevelsPredictsWhatTorchPredicts() throws IOException {
    UNet unet = FormulaWeights.unet(scope, folder, FormulaWeights.MODEL);
    assertThat(unet.weights().byName()).hasSize(684);
    assertThat(unet.weights().count()).isEqualTo(3_208_868);
    Map<String, float[]> blocks = new HashMap<>();

    float[] predicted =
        unet.predict(
                scope,
                fill(j -> Math.sin(0.1 * j), 2, 4, 16, 16),
                TIMESTEPS,
                fill(j -> Math.cos(0.05 * j), 2, 7, 24),
                (block, value) -> blocks.put(block, value.toFloats()))
            .toFloats();

    float[] time = requireNonNull(blocks.get("time_embedding"));
    assertValues(time, 0, 0.470251, 0.279202, -0.342105, -0.124619, 0.362886, -0.025474);
    assertSumOfSquares(time, 24.759129);
    float[] in = requireNonNull(blocks.get("conv_in"));
    assertValues(in, 0, 0.226401, -0.376954, -0.633576, -0.883572, -1.124444, -1.353786);
    assertSumOfSquares(in, 78075.215856);
    float[] resnet = requireNonNull(blocks.get("down_blocks.0.resnets.0"));
    assertValues(resnet, 0, -0.121193, -0.907338, -1.198421, -1.379754, -1.558941, -1.740824);
    assertSumOfSquares(resnet, 88547.466076);
    float[] attention = requireNonNull(blocks.get("down_blocks.0.attentions.0"));
    assertValues(attention, 0, 0.668693, -0.102468, -0.375461, -0.538187, -0.695202, -0.857974);
    assertSumOfSquares(attention, 93526.857497);
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
    write("diffusion_pytorch_model.safetensors", parameters);
    Autoencoder vae = Autoencoder.load(scope, folder);

    Posterior latent = vae.encode(fill(j -> Math.sin(0.05 * j), 1, 3, 16, 16));
    float[] decoded = vae.decode(scope, scope.floats(latent.mean(), latent.shape())).toFloats();

    assertValues(latent.mean(), 0, 2.913762, 2.334977, 2.268961, 2.315117, 2.435074, 2.459421);
    assertSumOfSquares(latent.mean(), 880.024325);
    float[] logVariance = latent.logVariance();
    assertValues(logVariance, 0, -1.418207, -0.263318, -0.238612, -0.449325, -0.801863, -1.08463);
    assertSumOfSquares(logVariance, 863.472235);
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
    write("model.safetensors", declared.parameters());
    int[] ids = {5, 17, 3, 99, 42, 0, 1, 2, 8, 8, 8, 8, 8, 8, 8, 8};

    float[] rows = TextEncoder.load(scope, folder).encode(scope, List.of(ids)).toFloats();

    assertValues(rows, 0, -0.179288, -0.683696, 0.326466, -1.024888, 1.425824, -0.686581);
    assertValues(rows, 96, 1.401856, -0.672785, -0.25635, -0.407306, -1.32299, 1.19206);
    assertSumOfSquares(rows, 524.354392);
  }
}
