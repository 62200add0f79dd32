package dev.spinrun.trainer.cost;

import dev.spinrun.contract.cost.ModelWork;
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
 * The shapes of a model's networks and of what goes through them.
 *
 * @param resolution height and width of a picture in pixels
 */
public record ModelShapes(UNetConfig unet, VaeConfig vae, ClipTextConfig text, int resolution) {
  /** Those of a diffusers folder. Reads only its configuration files. */
  public static ModelShapes read(Path folder, int resolution) {
    return new ModelShapes(
        UNetConfig.read(new ModelFolder(folder.resolve("unet")).config()),
        VaeConfig.read(new ModelFolder(folder.resolve("vae")).config()),
        ClipTextConfig.read(new ModelFolder(folder.resolve("text_encoder")).config()),
        resolution);
  }

  /** What one forward pass of each network takes. */
  public ModelWork work() {
    Shape latent = latent().prepend(1);
    Declaration encoder = Autoencoder.declareEncoder(vae, pictures(1));
    Declaration decoder = Autoencoder.declareDecoder(vae, latent);
    Declaration captions = TextEncoder.declare(text);
    Declaration noise = UNet.declare(unet, latent, text.positions());
    return new ModelWork(
        noise.flops(),
        encoder.flops(),
        decoder.flops(),
        captions.flops(),
        latent.elements() * Float.BYTES,
        noise.parameterCount() * Float.BYTES,
        (encoder.parameterCount() + decoder.parameterCount()) * Float.BYTES,
        captions.parameterCount() * Float.BYTES);
  }

  /** Shape [C, H, W] of a latent. */
  Shape latent() {
    int side = resolution / vae.factor();
    return Shape.of(vae.latentChannels(), side, side);
  }

  /** Shape [B, C, H, W] of so many pictures. */
  Shape pictures(int count) {
    return Shape.of(count, vae.imageChannels(), resolution, resolution);
  }
}
