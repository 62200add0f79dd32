package dev.spinrun.trainer.score;

import dev.spinrun.trainer.diffusion.picture.Picture;
import dev.spinrun.trainer.model.ConfigReader;
import dev.spinrun.trainer.model.UnusableModelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * From an 8-bit picture to the pixels that CLIP was trained with: the shorter side resized, the
 * centre cropped, colours normalised. Mirrors: transformers 4.47
 * models/clip/image_processing_clip.py on Pillow.
 *
 * <p>Without a preprocessor_config.json pixels are mapped to [-1, 1] at the model's image size.
 *
 * @param size height and width of the result in pixels
 * @param mean per channel, of values in [0, 1]
 * @param deviation per channel
 */
@SuppressWarnings("ArrayRecordComponent") // three numbers each; the record is never compared
record ClipPreprocessing(int size, float[] mean, float[] deviation) {
  private static final String FILE = "preprocessor_config.json";
  private static final List<Double> CLIP_MEAN = List.of(0.48145466, 0.4578275, 0.40821073);
  private static final List<Double> CLIP_DEVIATION = List.of(0.26862954, 0.26130258, 0.27577711);

  /** Pillow's number of bicubic interpolation. */
  private static final int BICUBIC = 3;

  static ClipPreprocessing load(Path folder, int imageSize) {
    if (!Files.exists(folder.resolve(FILE))) {
      float[] half = {0.5f, 0.5f, 0.5f};
      return new ClipPreprocessing(imageSize, half, half);
    }
    ConfigReader config = ConfigReader.open(folder.resolve(FILE));
    config.require("do_resize", true);
    config.require("do_center_crop", true);
    config.require("do_normalize", true);
    config.require("do_rescale", true);
    config.require("resample", BICUBIC);
    config.requireNear("rescale_factor", 1 / 255.0);
    config.ignore(List.of("image_processor_type", "feature_extractor_type", "processor_class"));
    config.ignore(List.of("do_convert_rgb"));
    ClipPreprocessing read =
        new ClipPreprocessing(
            config.sizeOf("size", "shortest_edge", imageSize),
            floats(config.numbers("image_mean", CLIP_MEAN)),
            floats(config.numbers("image_std", CLIP_DEVIATION)));
    int crop = config.sizeOf("crop_size", "height", imageSize);
    if (read.size != imageSize || crop != imageSize) {
      config.problem(
          "size %d and crop_size %d differ from the model's image_size %d"
              .formatted(read.size, crop, imageSize));
    }
    config.finish();
    return read;
  }

  private static float[] floats(List<Double> values) {
    if (values.size() != 3) {
      throw new UnusableModelException(FILE + " has " + values + "; one number per colour is due.");
    }
    return new float[] {
      values.get(0).floatValue(), values.get(1).floatValue(), values.get(2).floatValue()
    };
  }

  /** Writes planes [3, size, size] of one picture into an array. */
  void write(Picture picture, float[] into, int offset) {
    Picture scaled = BicubicResize.shorterSide(picture, size);
    int left = (scaled.width() - size) / 2;
    int top = (scaled.height() - size) / 2;
    scaled.crop(left, top, size, size).writePlanes(mean, deviation, into, offset);
  }
}
