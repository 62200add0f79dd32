package dev.spinrun.trainer.model.unet;

import dev.spinrun.trainer.nn.Weights;
import dev.spinrun.trainer.tensor.file.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a unet as diffusers does, so that any program of its kind can load it. */
public final class UNetFolder {
  private static final String CONFIG = "config.json";
  private static final String WEIGHTS = "diffusion_pytorch_model.safetensors";

  private UNetFolder() {}

  /**
   * Writes fp32 weights with the configuration of the model that they were trained from.
   *
   * @param original unet folder whose config.json is kept byte by byte
   * @param target created if absent
   */
  public static void write(Path original, Path target, Weights weights) throws IOException {
    Files.createDirectories(target);
    Files.copy(
        original.resolve(CONFIG), target.resolve(CONFIG), StandardCopyOption.REPLACE_EXISTING);
    SafetensorsWriter.write(target.resolve(WEIGHTS), weights.byName());
  }
}
