package dev.spinrun.trainer.model.clip;

import dev.spinrun.trainer.model.ModelFolder;
import dev.spinrun.trainer.nn.Network;
import java.nio.file.Path;

/** The definitions of both towers of a CLIP, for tests of other packages. */
public final class Clips {
  private Clips() {}

  public static ClipConfig config(Path folder) {
    return ClipConfig.read(new ModelFolder(folder).config());
  }

  public static Network text(ClipConfig config) {
    return new ClipTextEmbedding(config.text(), config.width());
  }

  public static Network image(ClipConfig config) {
    return new ClipImageEmbedding(config.vision(), config.width());
  }
}
