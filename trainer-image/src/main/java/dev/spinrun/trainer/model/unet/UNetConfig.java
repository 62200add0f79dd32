package dev.spinrun.trainer.model.unet;

import dev.spinrun.trainer.model.ConfigReader;
import java.util.Collections;
import java.util.List;

/**
 * The shape of a UNet2DConditionModel.
 *
 * <p>Source: diffusers' unet/config.json of Stable Diffusion 1.5 and 2.1; absent fields have the
 * defaults of diffusers. Differs: fields that would change the architecture in another way are
 * accepted only with the values of 1.5.
 *
 * @param sampleSize default height and width of a latent
 * @param channels width of each level, outermost first
 * @param downAttention per level of the way down, whether its resnets are followed by attention
 * @param upAttention the same for the way up, innermost first
 * @param textWidth width of a text embedding's rows
 * @param heads attention heads per level of the way down
 * @param linearProjection whether attention is entered by a linear layer (2.x) or a convolution
 */
public record UNetConfig(
    int sampleSize,
    int inChannels,
    int outChannels,
    List<Integer> channels,
    int layersPerBlock,
    List<Boolean> downAttention,
    List<Boolean> upAttention,
    int textWidth,
    List<Integer> heads,
    int normGroups,
    double normEpsilon,
    boolean linearProjection) {
  private static final String DOWN = "DownBlock2D";
  private static final String CROSS_DOWN = "CrossAttnDownBlock2D";
  private static final String UP = "UpBlock2D";
  private static final String CROSS_UP = "CrossAttnUpBlock2D";

  public UNetConfig {
    channels = List.copyOf(channels);
    downAttention = List.copyOf(downAttention);
    upAttention = List.copyOf(upAttention);
    heads = List.copyOf(heads);
  }

  /** Reads the fields, and refuses all that this architecture does not have. */
  public static UNetConfig read(ConfigReader config) {
    requireArchitecture(config);
    requireNoOptionalParts(config);
    List<Integer> channels = config.counts("block_out_channels", List.of(320, 640, 1280, 1280));
    List<String> down =
        config.listOf(
            "down_block_types",
            List.of(CROSS_DOWN, CROSS_DOWN, CROSS_DOWN, DOWN),
            List.of(CROSS_DOWN, DOWN));
    List<String> up =
        config.listOf(
            "up_block_types", List.of(UP, CROSS_UP, CROSS_UP, CROSS_UP), List.of(CROSS_UP, UP));
    UNetConfig read =
        new UNetConfig(
            config.count("sample_size", 64),
            config.count("in_channels", 4),
            config.count("out_channels", 4),
            channels,
            config.count("layers_per_block", 2),
            down.stream().map(CROSS_DOWN::equals).toList(),
            up.stream().map(CROSS_UP::equals).toList(),
            config.count("cross_attention_dim", 1280),
            heads(config, channels.size()),
            config.count("norm_num_groups", 32),
            config.number("norm_eps", 1e-5),
            config.flag("use_linear_projection", false));
    read.check(config);
    config.finish();
    return read;
  }

  /** The field's name is wrong for historical reasons: it has always held the number of heads. */
  private static List<Integer> heads(ConfigReader config, int levels) {
    return config.isList("attention_head_dim")
        ? config.counts("attention_head_dim", List.of())
        : Collections.nCopies(levels, config.count("attention_head_dim", 8));
  }

  private void check(ConfigReader config) {
    int levels = channels.size();
    if (downAttention.size() != levels || upAttention.size() != levels || heads.size() != levels) {
      config.problem(
          "block_out_channels, down_block_types, up_block_types and attention_head_dim name %d, %d, %d and %d levels"
              .formatted(levels, downAttention.size(), upAttention.size(), heads.size()));
      return;
    }
    for (int i = 0; i < levels; i++) {
      if (channels.get(i) % normGroups != 0 || channels.get(i) % heads.get(i) != 0) {
        config.problem(
            "block_out_channels has %d, which %d groups or %d heads do not divide"
                .formatted(channels.get(i), normGroups, heads.get(i)));
      }
    }
    if (channels.get(0) % 2 != 0) {
      config.problem("block_out_channels begins with an odd number");
    }
  }

  private static void requireArchitecture(ConfigReader config) {
    config.require("act_fn", "silu");
    config.require("attention_type", "default");
    config.require("center_input_sample", false);
    config.require("class_embeddings_concat", false);
    config.require("conv_in_kernel", 3);
    config.require("conv_out_kernel", 3);
    config.require("downsample_padding", 1);
    config.require("dropout", 0.0);
    config.require("dual_cross_attention", false);
    config.require("flip_sin_to_cos", true);
    config.require("freq_shift", 0);
    config.require("mid_block_only_cross_attention", false);
    config.require("mid_block_scale_factor", 1);
    config.require("mid_block_type", "UNetMidBlock2DCrossAttn");
    config.require("only_cross_attention", false);
    config.require("resnet_out_scale_factor", 1.0);
    config.require("resnet_skip_time_act", false);
    config.require("resnet_time_scale_shift", "default");
    config.require("time_embedding_type", "positional");
    config.require("transformer_layers_per_block", 1);
  }

  private static void requireNoOptionalParts(ConfigReader config) {
    config.requireAbsent(
        "addition_embed_type",
        "class_embed_type",
        "cross_attention_norm",
        "encoder_hid_dim",
        "encoder_hid_dim_type",
        "num_attention_heads",
        "num_class_embeds",
        "reverse_transformer_layers_per_block",
        "time_cond_proj_dim",
        "time_embedding_act_fn",
        "time_embedding_dim",
        "timestep_post_act");
    config.ignore(
        List.of(
            // Attention is computed in fp32 anyway.
            "upcast_attention",
            // Read only by features that are refused above.
            "addition_embed_type_num_heads",
            "addition_time_embed_dim",
            "projection_class_embeddings_input_dim"));
  }
}
