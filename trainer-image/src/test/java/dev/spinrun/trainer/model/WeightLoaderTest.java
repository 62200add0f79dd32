package dev.spinrun.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinrun.trainer.golden.Golden;
import dev.spinrun.trainer.model.clip.TextEncoder;
import dev.spinrun.trainer.model.unet.UNet;
import dev.spinrun.trainer.model.vae.Autoencoder;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.tensor.file.SafetensorsFile;
import dev.spinrun.trainer.tensor.file.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of other times and wrong files. */
class WeightLoaderTest {
  private final Scope scope = Scope.open();

  @TempDir private Path folder;

  @AfterEach
  void close() {
    scope.close();
  }

  private Map<String, Tensor> tensors(String component, String file) throws IOException {
    Path source = Golden.path("tiny_pipeline").resolve(component);
    Files.copy(source.resolve("config.json"), folder.resolve("config.json"));
    Map<String, Tensor> tensors = new TreeMap<>();
    try (SafetensorsFile stored = SafetensorsFile.open(source.resolve(file))) {
      for (String name : stored.entries().keySet()) {
        tensors.put(name, stored.read(scope, name));
      }
    }
    return tensors;
  }

  private void write(String file, Map<String, Tensor> tensors) throws IOException {
    SafetensorsWriter.write(folder.resolve(file), tensors);
  }

  private static Map<String, Tensor> renamed(
      Map<String, Tensor> tensors, UnaryOperator<String> rename) {
    Map<String, Tensor> renamed = new TreeMap<>();
    tensors.forEach((name, tensor) -> renamed.put(rename.apply(name), tensor));
    return renamed;
  }

  @Test
  void whatIsMissingUnexpectedAndMisshapenIsNamed() throws IOException {
    Map<String, Tensor> tensors = tensors("unet", "diffusion_pytorch_model.safetensors");
    tensors.remove("conv_in.bias");
    tensors.put("conv_outer.bias", scope.zeros(Shape.of(4)));
    tensors.put("conv_out.bias", scope.zeros(Shape.of(5)));
    write("diffusion_pytorch_model.safetensors", tensors);

    assertThatThrownBy(() -> UNet.load(scope, folder))
        .isInstanceOf(UnusableModelException.class)
        .hasMessageContaining("208 tensors declared, 208 stored")
        .hasMessageContaining("1 missing: conv_in.bias")
        .hasMessageContaining("1 unexpected: conv_outer.bias")
        .hasMessageContaining("1 of another shape: conv_out.bias has [5], expected [4]");
  }

  @Test
  void autoencoderWithOldAttentionNamesComputesTheSame() throws IOException {
    Map<String, Tensor> tensors = tensors("vae", "diffusion_pytorch_model.safetensors");
    Map<String, Tensor> old =
        renamed(
            tensors,
            name ->
                name.replace(".to_q.", ".query.")
                    .replace(".to_k.", ".key.")
                    .replace(".to_v.", ".value.")
                    .replace(".to_out.0.", ".proj_attn."));
    String query = "encoder.mid_block.attentions.0.query.weight";
    old.put(
        query,
        scope.floats(Objects.requireNonNull(old.get(query)).toFloats(), Shape.of(32, 32, 1, 1)));
    write("diffusion_pytorch_model.safetensors", old);
    Golden golden = Golden.open("vae_io.safetensors");

    Autoencoder vae = Autoencoder.load(scope, folder);

    assertThat(
            Golden.distance(
                vae.encode(golden.tensor(scope, "image")).mean(), golden.doubles("mean")))
        .isLessThan(2e-5);
  }

  @Test
  void textEncoderIsReadWithAndWithoutPrefixAndPositions() throws IOException {
    Map<String, Tensor> tensors = tensors("text_encoder", "model.safetensors");
    List<int[]> ids = List.of(new int[] {592, 5, 6, 593});
    float[] expected =
        TextEncoder.load(scope, Golden.path("tiny_pipeline/text_encoder"))
            .encode(scope, ids)
            .toFloats();
    Map<String, Tensor> bare = renamed(tensors, name -> name.replace("text_model.", ""));
    bare.put("embeddings.position_ids", scope.zeros(Shape.of(1, 16)));
    write("model.safetensors", bare);

    assertThat(TextEncoder.load(scope, folder).encode(scope, ids).toFloats())
        .containsExactly(expected);
  }

  @Test
  void weightsThatAreNotFiniteAreNamed() throws IOException {
    Map<String, Tensor> tensors = tensors("unet", "diffusion_pytorch_model.safetensors");
    tensors.put("conv_out.bias", scope.floats(new float[] {1, 2, Float.NaN, 4}, Shape.of(4)));
    float[] infinite = new float[16];
    infinite[3] = Float.NEGATIVE_INFINITY;
    tensors.put("conv_in.bias", scope.floats(infinite, Shape.of(16)));
    write("diffusion_pytorch_model.safetensors", tensors);

    assertThat(UNet.load(scope, folder).weights().nonFinite())
        .containsExactly("conv_in.bias", "conv_out.bias");
  }

  @Test
  void folderWithoutWeightsSaysWhatIsLookedFor() throws IOException {
    tensors("unet", "diffusion_pytorch_model.safetensors");

    assertThatThrownBy(() -> UNet.load(scope, folder))
        .hasMessageContaining("holds no weights: neither diffusion_pytorch_model.safetensors")
        .hasMessageContaining("pytorch_model.bin");
  }
}
