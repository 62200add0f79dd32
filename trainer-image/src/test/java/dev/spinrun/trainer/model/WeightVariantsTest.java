package dev.spinrun.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightVariantsTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "the unet of Stable Diffusion 1.5 on the hub"
            + "| config.json diffusion_pytorch_model.bin diffusion_pytorch_model.fp16.bin"
            + " diffusion_pytorch_model.fp16.safetensors diffusion_pytorch_model.non_ema.bin"
            + " diffusion_pytorch_model.non_ema.safetensors diffusion_pytorch_model.safetensors"
            + "| config.json diffusion_pytorch_model.safetensors",
        "torch files in full precision go before half"
            + "| pytorch_model.bin model.fp16.safetensors | pytorch_model.bin",
        "half precision where there is no other"
            + "| model.fp16.safetensors pytorch_model.fp16.bin | model.fp16.safetensors",
        "all shards of the better variant, and every index"
            + "| model-00001-of-00002.safetensors model-00002-of-00002.safetensors"
            + " model.safetensors.index.json model.fp16-00001-of-00002.safetensors"
            + " model-00002-of-00002.fp16.safetensors model.safetensors.index.fp16.json"
            + "| model-00001-of-00002.safetensors model-00002-of-00002.safetensors"
            + " model.safetensors.index.json model.safetensors.index.fp16.json",
        "variants that nobody here knows come last"
            + "| model.int8.safetensors model.non_ema.safetensors | model.non_ema.safetensors",
        "what is no component's weights is left alone"
            + "| vocab.json head.safetensors linear.pth | vocab.json head.safetensors linear.pth",
      })
  void copied(String sentence, String files, String copied) {
    assertThat(WeightVariants.best(List.of(files.split(" "))))
        .as(sentence)
        .containsExactly(copied.split(" "));
  }
}
