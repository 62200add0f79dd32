package dev.spinrun.trainer.model.vae;

import dev.spinrun.trainer.model.Resampling;
import dev.spinrun.trainer.nn.Layer.Conv2d;
import dev.spinrun.trainer.nn.Network;
import dev.spinrun.trainer.nn.Ops;
import java.util.List;

/**
 * From a latent to an image. Mirrors: diffusers 0.32 models/autoencoders/vae.py, Decoder, and the
 * post_quant_conv of AutoencoderKL.
 */
record VaeDecoder(VaeConfig config) implements Network {
  @Override
  public List<String> inputs() {
    return List.of("latentBCHW");
  }

  @Override
  public <T> T forward(Ops<T> ops, List<T> inputs) {
    VaeBlocks blocks = new VaeBlocks(config.normGroups());
    int levels = config.channels().size();
    int channels = config.channels().get(levels - 1);
    int latent = config.latentChannels();
    T x = blocks.convolution(ops, Conv2d.same("post_quant_conv", latent, latent, 1), inputs.get(0));
    x = blocks.convolution(ops, Conv2d.same("decoder.conv_in", latent, channels, 3), x);
    x = blocks.middle(ops, "decoder.mid_block", x, channels);
    for (int i = 0; i < levels; i++) {
      String path = "decoder.up_blocks." + i;
      int out = config.channels().get(levels - 1 - i);
      for (int j = 0; j < config.layersPerBlock() + 1; j++) {
        x = blocks.resnet().apply(ops, path + ".resnets." + j, x, channels, out);
        channels = out;
      }
      if (i < levels - 1) {
        x = Resampling.upsample(ops, path + ".upsamplers.0", x, channels);
      }
    }
    return blocks.out(ops, "decoder", x, channels, config.imageChannels());
  }
}
