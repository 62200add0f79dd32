package dev.spinrun.trainer.model.vae;

import dev.spinrun.trainer.model.Resampling;
import dev.spinrun.trainer.nn.Layer.Conv2d;
import dev.spinrun.trainer.nn.Network;
import dev.spinrun.trainer.nn.Ops;
import java.util.List;

/**
 * From an image to the moments of its latent's distribution: mean channels, then log-variance
 * channels. Mirrors: diffusers 0.32 models/autoencoders/vae.py, Encoder, and the quant_conv of
 * AutoencoderKL.
 */
record VaeEncoder(VaeConfig config) implements Network {
  @Override
  public List<String> inputs() {
    return List.of("imageBCHW");
  }

  @Override
  public <T> T forward(Ops<T> ops, List<T> inputs) {
    VaeBlocks blocks = new VaeBlocks(config.normGroups());
    int channels = config.channels().get(0);
    T x =
        blocks.convolution(
            ops,
            Conv2d.same("encoder.conv_in", config.imageChannels(), channels, 3),
            inputs.get(0));
    for (int i = 0; i < config.channels().size(); i++) {
      String path = "encoder.down_blocks." + i;
      int out = config.channels().get(i);
      for (int j = 0; j < config.layersPerBlock(); j++) {
        x = blocks.resnet().apply(ops, path + ".resnets." + j, x, channels, out);
        channels = out;
      }
      if (i < config.channels().size() - 1) {
        x = Resampling.downsampleAsymmetric(ops, path + ".downsamplers.0", x, channels);
      }
    }
    x = blocks.middle(ops, "encoder.mid_block", x, channels);
    int moments = 2 * config.latentChannels();
    x = blocks.out(ops, "encoder", x, channels, moments);
    return blocks.convolution(ops, Conv2d.same("quant_conv", moments, moments, 1), x);
  }
}
