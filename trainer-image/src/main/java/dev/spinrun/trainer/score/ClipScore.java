package dev.spinrun.trainer.score;

import dev.spinrun.trainer.diffusion.picture.Picture;
import dev.spinrun.trainer.model.clip.ClipModel;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.text.ClipTokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The cosine between a CLIP's vectors of prompt and picture, times a number that makes it readable.
 */
public final class ClipScore implements Scorer {
  private static final int AT_A_TIME = 32;
  private static final double PERCENT = 100;

  private final ClipModel model;
  private final double scale;
  private final ClipTokenizer tokenizer;
  private final ClipPreprocessing preprocessing;

  private ClipScore(
      ClipModel model, double scale, ClipTokenizer tokenizer, ClipPreprocessing preprocessing) {
    this.model = model;
    this.scale = scale;
    this.tokenizer = tokenizer;
    this.preprocessing = preprocessing;
  }

  /**
   * 100 times the cosine. Source: CLIPScore (Hessel et al., arXiv 2104.08718) without its clipping
   * at 0 and its factor 2.5.
   *
   * @param folder of a CLIPModel with its tokenizer (in the folder or in its subfolder {@code
   *     tokenizer}) and preprocessor_config.json; the model lives as long as the scope
   */
  public static ClipScore load(Scope scope, Path folder) {
    return of(ClipModel.load(scope, folder), PERCENT, folder);
  }

  /**
   * The cosine times the model's own scale, the score that a CLIP trained on preferences was
   * trained with. Source: PickScore (Kirstain et al., arXiv 2305.01569), eq. 1.
   *
   * @param folder as for {@link #load}
   */
  public static ClipScore loadPickScore(Scope scope, Path folder) {
    ClipModel model = ClipModel.load(scope, folder);
    return of(model, model.logitScale(), folder);
  }

  private static ClipScore of(ClipModel model, double scale, Path folder) {
    Path tokenizer = folder.resolve("tokenizer");
    return new ClipScore(
        model,
        scale,
        ClipTokenizer.load(Files.isDirectory(tokenizer) ? tokenizer : folder),
        ClipPreprocessing.load(folder, model.config().vision().imageSize()));
  }

  @Override
  public float[] score(List<String> prompts, List<Picture> pictures) {
    if (prompts.size() != pictures.size()) {
      throw new IllegalArgumentException(
          "%d pictures cannot be scored for %d prompts."
              .formatted(pictures.size(), prompts.size()));
    }
    float[] scores = new float[prompts.size()];
    for (int begin = 0; begin < scores.length; begin += AT_A_TIME) {
      int end = Math.min(begin + AT_A_TIME, scores.length);
      float[] some = scoreBatch(prompts.subList(begin, end), pictures.subList(begin, end));
      System.arraycopy(some, 0, scores, begin, some.length);
    }
    return scores;
  }

  private float[] scoreBatch(List<String> prompts, List<Picture> pictures) {
    int size = preprocessing.size();
    float[] planes = new float[pictures.size() * 3 * size * size];
    for (int i = 0; i < pictures.size(); i++) {
      preprocessing.write(pictures.get(i), planes, i * 3 * size * size);
    }
    try (Scope step = Scope.open()) {
      Tensor pixels = step.floats(planes, Shape.of(pictures.size(), 3, size, size));
      float[] images = model.embedImages(step, pixels).toFloats();
      float[] texts =
          model.embedTexts(step, prompts.stream().map(tokenizer::encode).toList()).toFloats();
      return scaledCosines(texts, images, pictures.size());
    }
  }

  private float[] scaledCosines(float[] texts, float[] images, int count) {
    int width = texts.length / count;
    float[] scores = new float[count];
    for (int i = 0; i < count; i++) {
      double cosine = 0;
      for (int j = i * width; j < (i + 1) * width; j++) {
        cosine += (double) texts[j] * images[j];
      }
      scores[i] = (float) (scale * cosine);
    }
    return scores;
  }
}
