package dev.spinrun.trainer.bench;

import dev.spinrun.trainer.model.ModelFolder;
import dev.spinrun.trainer.model.clip.ClipConfig;
import dev.spinrun.trainer.model.clip.ClipTextConfig;
import dev.spinrun.trainer.model.clip.ClipTextNetwork;
import dev.spinrun.trainer.model.clip.Clips;
import dev.spinrun.trainer.model.unet.UNetConfig;
import dev.spinrun.trainer.model.unet.UNets;
import dev.spinrun.trainer.model.vae.Autoencoders;
import dev.spinrun.trainer.model.vae.VaeConfig;
import dev.spinrun.trainer.nn.ExportedNetwork;
import dev.spinrun.trainer.nn.Precision;
import dev.spinrun.trainer.tensor.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The scripts of all networks of a model, for {@code src/bench/fake_device.py}, which runs them on
 * a GPU that is not there. Reads only configuration files.
 */
public final class Export {
  private static final int ADAPTER_RANK = 16;

  private Export() {}

  /** Arguments: the model's folder, height and width of its pictures in pixels, out. */
  public static void main(String[] arguments) throws IOException {
    Path model = Path.of(arguments[0]);
    int pixels = Integer.parseInt(arguments[1]);
    Path out = Path.of(arguments[2]);
    UNetConfig unet = UNetConfig.read(new ModelFolder(model.resolve("unet")).config());
    VaeConfig vae = VaeConfig.read(new ModelFolder(model.resolve("vae")).config());
    ClipTextConfig text =
        ClipTextConfig.read(new ModelFolder(model.resolve("text_encoder")).config());
    long side = pixels / vae.factor();
    Shape latents = Shape.of(2, vae.latentChannels(), side, side);
    List<Shape> noisy =
        List.of(
            latents,
            Shape.of(2, unet.channels().get(0)),
            Shape.of(2, text.positions(), unet.textWidth()));
    for (Precision precision : Precision.values()) {
      String name = precision.name().toLowerCase(Locale.ROOT);
      ExportedNetwork.write(out, "unet_" + name, UNets.network(unet, 0), noisy, precision);
      ExportedNetwork.write(
          out, "lora_" + name, UNets.network(unet, ADAPTER_RANK), noisy, precision);
    }
    Shape image = Shape.of(2, vae.imageChannels(), pixels, pixels);
    Precision full = Precision.FP32;
    ExportedNetwork.write(out, "vae_encoder_fp32", Autoencoders.encoder(vae), List.of(image), full);
    ExportedNetwork.write(
        out, "vae_decoder_fp32", Autoencoders.decoder(vae), List.of(latents), full);
    List<Shape> ids = List.of(Shape.of(2, text.positions()));
    ExportedNetwork.write(out, "text_encoder_fp32", new ClipTextNetwork(text), ids, full);
    ClipConfig scorer = Clips.config(model.resolve("scorer"));
    int scored = scorer.vision().imageSize();
    List<Shape> pictures = List.of(Shape.of(2, 3, scored, scored), Shape.of(2));
    List<Shape> prompts = List.of(Shape.of(2, scorer.text().positions()), Shape.of(2));
    ExportedNetwork.write(out, "scorer_image_fp32", Clips.image(scorer), pictures, full);
    ExportedNetwork.write(out, "scorer_text_fp32", Clips.text(scorer), prompts, full);
  }
}
