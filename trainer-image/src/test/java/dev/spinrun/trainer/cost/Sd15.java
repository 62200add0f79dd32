package dev.spinrun.trainer.cost;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The configurations of Stable Diffusion 1.5, which are our defaults but for the text. */
public final class Sd15 {
  private Sd15() {}

  /** A diffusers folder without weights. */
  public static Path in(Path folder) throws IOException {
    write(folder.resolve("unet"), "{\"cross_attention_dim\": 768}");
    write(folder.resolve("vae"), "{}");
    write(
        folder.resolve("text_encoder"),
        "{\"hidden_size\": 768, \"intermediate_size\": 3072, \"num_attention_heads\": 12}");
    return folder;
  }

  private static void write(Path folder, String config) throws IOException {
    Files.writeString(Files.createDirectories(folder).resolve("config.json"), config);
  }
}
