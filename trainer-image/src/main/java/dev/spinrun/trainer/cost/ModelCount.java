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

/** Counts what a model's networks take, from the definitions by which they compute. */
public final class ModelCount {
  private ModelCount() {}

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
