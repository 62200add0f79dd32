package dev.spinrun.trainer.model.clip;

import dev.spinrun.trainer.model.ConfigReader;
import java.util.List;

/**
 * The shape of a CLIPModel. Source: transformers' CLIPConfig.
 *
 * @param width of the space that texts and images share
 */
public record ClipConfig(ClipTextConfig text, ClipVisionConfig vision, int width) {
  static ClipConfig read(ConfigReader config) {
    ClipConfig read =
        new ClipConfig(
            ClipTextConfig.read(config.child("text_config", "text_config_dict")),
            ClipVisionConfig.read(config.child("vision_config", "vision_config_dict")),
            config.count("projection_dim", 512));
    config.ignore(List.of("logit_scale_init_value"));
    config.ignore(ClipTowerConfig.WITHOUT_EFFECT);
    config.finish();
    return read;
  }
}
