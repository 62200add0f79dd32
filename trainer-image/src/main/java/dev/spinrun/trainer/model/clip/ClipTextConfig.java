package dev.spinrun.trainer.model.clip;

import dev.spinrun.trainer.model.ConfigReader;

/**
 * The shape of CLIP's text tower. Source: transformers' CLIPTextConfig; absent fields have its
 * defaults.
 *
 * @param positions most tokens of a text
 * @param endToken id of the token whose row stands for the text; 2 is a legacy value for "the
 *     highest id" (transformers modeling_clip.py)
 */
public record ClipTextConfig(ClipTowerConfig tower, int vocabulary, int positions, int endToken) {
  static final int LEGACY_END = 2;
  private static final int DEFAULT_END = 49407;

  /** Reads the part of the text tower; what is absent has the default of transformers. */
  public static ClipTextConfig read(ConfigReader config) {
    ClipTextConfig read =
        new ClipTextConfig(
            ClipTowerConfig.read(config, 512, 2048, 8),
            config.count("vocab_size", 49408),
            config.count("max_position_embeddings", 77),
            config.integer("eos_token_id", DEFAULT_END));
    config.finish();
    return read;
  }

  /** Where the end token stands in a row of ids. */
  public int endOf(int[] ids) {
    int best = 0;
    for (int i = 0; i < ids.length; i++) {
      if (endToken != LEGACY_END && ids[i] == endToken) {
        return i;
      }
      best = ids[i] > ids[best] ? i : best;
    }
    if (endToken != LEGACY_END) {
      throw new IllegalArgumentException(
          "A text of %d tokens lacks the end token %d.".formatted(ids.length, endToken));
    }
    return best;
  }
}
