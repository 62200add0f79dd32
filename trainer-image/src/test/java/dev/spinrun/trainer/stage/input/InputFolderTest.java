package dev.spinrun.trainer.stage.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class InputFolderTest {
  @Test
  void aRepositoryOfTheHubIsNotDownloadedWhole() {
    List<String> repository =
        List.of(
            "README.md",
            "manifest.json",
            "model_index.json",
            "safety_checker/model.fp16.safetensors",
            "safety_checker/model.safetensors",
            "safety_checker/pytorch_model.bin",
            "tokenizer/vocab.json",
            "unet/config.json",
            "unet/diffusion_flax_model.msgpack",
            "unet/diffusion_pytorch_model.non_ema.safetensors",
            "unet/diffusion_pytorch_model.safetensors",
            "v1-5-pruned-emaonly.ckpt",
            "v1-5-pruned-emaonly.safetensors",
            "v1-inference.yaml");

    assertThat(InputFolder.chosen(repository))
        .containsExactly(
            "README.md",
            "model_index.json",
            "safety_checker/model.safetensors",
            "tokenizer/vocab.json",
            "unet/config.json",
            "unet/diffusion_pytorch_model.safetensors",
            "v1-inference.yaml");
  }

  @Test
  void aFolderThatIsOneNetworkHasItsWeightsAtTheTop() {
    assertThat(InputFolder.chosen(List.of("config.json", "model.safetensors", "pytorch_model.bin")))
        .containsExactly("config.json", "model.safetensors");
  }
}
