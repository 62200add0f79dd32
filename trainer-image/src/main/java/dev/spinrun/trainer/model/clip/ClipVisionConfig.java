package dev.spinrun.trainer.model.clip;

import dev.spinrun.trainer.model.ConfigReader;

/**
 * The shape of CLIP's image tower. Source: transformers' CLIPVisionConfig; absent fields have its
 * defaults.
 *
 * @param imageSize height and width of an image in pixels
 * @param patchSize height and width of a patch, which becomes one token
 */
public record ClipVisionConfig(ClipTowerConfig tower, int imageSize, int patchSize, int channels) {
  static ClipVisionConfig read(ConfigReader config) {
    ClipVisionConfig read =
        new ClipVisionConfig(
            ClipTowerConfig.read(config, 768, 3072, 12),
            config.count("image_size", 224),
            config.count("patch_size", 32),
            config.count("num_channels", 3));
    config.finish();
    return read;
  }

  /** Tokens of an image: its patches, and one for the whole. */
  int tokens() {
    int perSide = imageSize / patchSize;
    return perSide * perSide + 1;
  }
}
