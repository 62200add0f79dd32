package dev.spinrun.trainer.model.vae;

import dev.spinrun.trainer.model.ConfigReader;
import java.util.Collections;
import java.util.List;

/**
 * The shape of an AutoencoderKL. Source: diffusers' vae/config.json of Stable Diffusion 1.5; absent
 * fields have its defaults. Differs: fields that would change the architecture are accepted only
 * with the values of 1.5.
 *
 * @param sampleSize default height and width of an image in pixels
 * @param channels width of each level, outermost first
 * @param scalingFactor latents of the diffusion model are the autoencoder's times this; files of
 *     1.5 lack it, the default is diffusers'
 */
public record VaeConfig(
    int sampleSize,
    int imageChannels,
    int latentChannels,
    List<Integer> channels,
    int layersPerBlock,
    int normGroups,
    double scalingFactor) {
  private static final double DEFAULT_SCALING = 0.18215;

  public VaeConfig {
    channels = List.copyOf(channels);
  }

  /** Pixels per latent element in each direction. */
  public int factor() {
    return 1 << (channels.size() - 1);
  }

  /** Most channels of a tensor that has the height and width of the image. */
  public int widestAtFullSize() {
    return channels.size() == 1 ? channels.get(0) : Math.max(channels.get(0), channels.get(1));
  }

  /** Reads the fields, and refuses all that this architecture does not have. */
  public static VaeConfig read(ConfigReader config) {
    List<Integer> channels = config.counts("block_out_channels", List.of(128, 256, 512, 512));
    VaeConfig read =
        new VaeConfig(
            config.count("sample_size", 512),
            config.count("in_channels", 3),
            config.count("latent_channels", 4),
            channels,
            config.count("layers_per_block", 2),
            config.count("norm_num_groups", 32),
            config.number("scaling_factor", DEFAULT_SCALING));
    config.require("out_channels", read.imageChannels);
    config.require("act_fn", "silu");
    config.require("mid_block_add_attention", true);
    config.require("use_quant_conv", true);
    config.require("use_post_quant_conv", true);
    config.require("down_block_types", Collections.nCopies(channels.size(), "DownEncoderBlock2D"));
    config.require("up_block_types", Collections.nCopies(channels.size(), "UpDecoderBlock2D"));
    config.requireAbsent("latents_mean", "latents_std", "shift_factor");
    // Concerns half precision only; this autoencoder always computes in fp32.
    config.ignore(List.of("force_upcast"));
    if (channels.stream().anyMatch(width -> width % read.normGroups != 0)) {
      config.problem(
          "block_out_channels %s do not divide into %d groups"
              .formatted(channels, read.normGroups));
    }
    config.finish();
    return read;
  }
}
