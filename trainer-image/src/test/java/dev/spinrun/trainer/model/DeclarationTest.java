package dev.spinrun.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spinrun.trainer.model.clip.ClipTextConfig;
import dev.spinrun.trainer.model.clip.ClipTextNetwork;
import dev.spinrun.trainer.model.unet.UNet;
import dev.spinrun.trainer.model.unet.UNetConfig;
import dev.spinrun.trainer.model.vae.Autoencoder;
import dev.spinrun.trainer.model.vae.VaeConfig;
import dev.spinrun.trainer.nn.Declaration;
import dev.spinrun.trainer.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** An empty configuration is Stable Diffusion 1.5: number of tensors and of weights. */
class DeclarationTest {
  private static ConfigReader config(ObjectNode fields) {
    return ConfigReader.of("config.json", fields);
  }

  private static ObjectNode empty() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static long weights(Map<String, Shape> parameters) {
    return parameters.values().stream().mapToLong(Shape::elements).sum();
  }

  @Test
  void unetHas686TensorsAnd860MillionWeights() {
    ObjectNode fields = empty().put("cross_attention_dim", 768);
    Declaration unet = UNet.declare(UNetConfig.read(config(fields)));

    assertThat(unet.parameters()).hasSize(686);
    assertThat(unet.parameterCount()).isEqualTo(859_520_964);
    assertThat(unet.parameters())
        .containsEntry("up_blocks.3.resnets.0.conv_shortcut.weight", Shape.of(320, 960, 1, 1));
    // 339 GMAC at 64 by 64, of which text attention hardly matters.
    assertThat(unet.flops()).isCloseTo(2 * 339e9, Offset.offset(0.2e12));
  }

  @Test
  void textIsAsWideAsInDiffusersWhereAConfigurationDoesNotSay() {
    assertThat(UNetConfig.read(config(empty())).textWidth()).isEqualTo(1280);
  }

  @Test
  void autoencoderHas248TensorsAnd84MillionWeights() {
    Map<String, Shape> parameters = Autoencoder.parameters(VaeConfig.read(config(empty())));

    assertThat(parameters).hasSize(248);
    assertThat(weights(parameters)).isEqualTo(83_653_863);
  }

  @Test
  void textEncoderHas196TensorsAnd123MillionWeights() {
    ObjectNode fields = empty();
    fields.put("hidden_size", 768).put("intermediate_size", 3072).put("num_attention_heads", 12);
    ClipTextConfig text = ClipTextConfig.read(config(fields));
    Declaration declared = Declaration.of(new ClipTextNetwork(text), List.of(Shape.of(1, 77)));

    assertThat(declared.parameters()).hasSize(196);
    assertThat(declared.parameterCount()).isEqualTo(123_060_480);
  }

  @Test
  void levelsMayHaveHeadsOfTheirOwn() {
    ObjectNode fields = empty();
    fields.putArray("attention_head_dim").add(5).add(10).add(20).add(20);

    assertThat(UNetConfig.read(config(fields)).heads()).containsExactly(5, 10, 20, 20);
  }

  @Test
  void textOfALegacyConfigurationEndsAtItsHighestId() {
    ObjectNode fields = empty();
    fields.put("eos_token_id", 2);

    assertThat(ClipTextConfig.read(config(fields)).endOf(new int[] {49406, 2, 7, 49407, 49407}))
        .isEqualTo(3);
    assertThat(ClipTextConfig.read(config(empty())).endOf(new int[] {49406, 2, 49407, 49407}))
        .isEqualTo(2);
  }

  @Test
  void allProblemsOfAConfigurationAreNamedAtOnce() {
    ObjectNode fields = empty();
    fields.put("act_fn", "mish").put("dual_cross_attention", true).put("frobnicate", 3);
    fields.put("class_embed_type", "timestep").put("layers_per_block", 0);
    fields.put("_diffusers_version", "0.6.0").putNull("anything_null");

    assertThatThrownBy(() -> UNetConfig.read(config(fields)))
        .isInstanceOf(UnusableModelException.class)
        .hasMessageContaining("config.json has 5 problems")
        .hasMessageContaining("act_fn is supported only as \"silu\" (was \"mish\")")
        .hasMessageContaining("dual_cross_attention is supported only as false (was true)")
        .hasMessageContaining("class_embed_type is not supported (was \"timestep\")")
        .hasMessageContaining("layers_per_block must be a positive integer (was 0)")
        .hasMessageContaining("frobnicate is unknown (was 3)");
  }
}
