package dev.spinrun.trainer.cost;

import dev.spinrun.trainer.model.ModelFolder;
import dev.spinrun.trainer.model.clip.ClipTextConfig;
import dev.spinrun.trainer.model.clip.TextEncoder;
import dev.spinrun.trainer.model.unet.UNet;
import dev.spinrun.trainer.model.unet.UNetConfig;
import dev.spinrun.trainer.model.vae.Autoencoder;
import dev.spinrun.trainer.model.vae.VaeConfig;
import dev.spinrun.trainer.nn.Declaration;
import dev.spinrun.trainer.tensor.Shape;
import java.nio.file.Path;

/**
 * What one forward pass of each network of a model takes, from the definitions by which they
 * compute. Operations are multiplications and additions of convolutions, linear layers and
 * attention; all else is a few per mille of them.
 *
 * @param unet operations to predict the noise of one latent
 * @param encode operations from a picture to a latent
 * @param decode operations from a latent to a picture
 * @param text operations to embed a caption
 * @param latentBytes of one latent in fp32
 * @param unetBytes of the UNet's weights in fp32
 * @param otherBytes of the other networks' weights in fp32
 */
public record ModelWork(
    double unet,
    double encode,
    double decode,
    double text,
    long latentBytes,
    long unetBytes,
    long otherBytes) {

  /**
   * Counts the networks of a diffusers folder. Reads only their configuration files.
   *
   * @param resolution height and width of a picture in pixels
   */
  public static ModelWork of(Path folder, int resolution) {
    VaeConfig vae = VaeConfig.read(new ModelFolder(folder.resolve("vae")).config());
    int side = resolution / vae.factor();
    Shape latent = Shape.of(1, vae.latentChannels(), side, side);
    Declaration encoder =
        Autoencoder.declareEncoder(vae, Shape.of(1, vae.imageChannels(), resolution, resolution));
    Declaration decoder = Autoencoder.declareDecoder(vae, latent);
    ClipTextConfig clip =
        ClipTextConfig.read(new ModelFolder(folder.resolve("text_encoder")).config());
    Declaration text = TextEncoder.declare(clip);
    Declaration unet =
        UNet.declare(
            UNetConfig.read(new ModelFolder(folder.resolve("unet")).config()),
            latent,
            clip.positions());
    return new ModelWork(
        unet.flops(),
        encoder.flops(),
        decoder.flops(),
        text.flops(),
        latent.elements() * Float.BYTES,
        unet.parameterCount() * Float.BYTES,
        (encoder.parameterCount() + decoder.parameterCount() + text.parameterCount())
            * Float.BYTES);
  }
}
