package dev.spinrun.trainer.model.clip;

import dev.spinrun.trainer.model.ModelFolder;
import dev.spinrun.trainer.model.TensorNames;
import dev.spinrun.trainer.model.UnusableModelException;
import dev.spinrun.trainer.model.WeightLoader;
import dev.spinrun.trainer.nn.BoundNetwork;
import dev.spinrun.trainer.nn.Declaration;
import dev.spinrun.trainer.nn.ScriptCompiler;
import dev.spinrun.trainer.nn.Weights;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Both towers of CLIP: unit vectors of texts and images in one space. */
public final class ClipModel {
  private static final String LOGIT_SCALE = "logit_scale";

  private final ClipConfig config;
  private final double logitScale;
  private final BoundNetwork text;
  private final BoundNetwork image;

  private ClipModel(ClipConfig config, double logitScale, BoundNetwork text, BoundNetwork image) {
    this.config = config;
    this.logitScale = logitScale;
    this.text = text;
    this.image = image;
  }

  /**
   * Loads a folder of a CLIPModel; the model lives as long as the scope.
   *
   * @throws UnusableModelException if configuration or weights are not those of such a network
   */
  public static ClipModel load(Scope scope, Path folder) {
    ClipConfig config = ClipConfig.read(new ModelFolder(folder).config());
    ClipTextEmbedding text = new ClipTextEmbedding(config.text(), config.width());
    ClipImageEmbedding image = new ClipImageEmbedding(config.vision(), config.width());
    Weights weights =
        new WeightLoader(folder, TensorNames.CLIP).load(scope, parameters(config, text, image));
    return new ClipModel(
        config,
        Math.exp(weights.get(LOGIT_SCALE).toFloat()),
        ScriptCompiler.compile(scope, text).bind(scope, weights),
        ScriptCompiler.compile(scope, image).bind(scope, weights));
  }

  private static Map<String, Shape> parameters(
      ClipConfig config, ClipTextEmbedding text, ClipImageEmbedding image) {
    int size = config.vision().imageSize();
    Shape pixels = Shape.of(1, config.vision().channels(), size, size);
    Shape ids = Shape.of(1, config.text().positions());
    Map<String, Shape> all =
        new LinkedHashMap<>(Declaration.of(text, List.of(ids, Shape.of(1))).parameters());
    all.putAll(Declaration.of(image, List.of(pixels, Shape.of(1))).parameters());
    all.put(LOGIT_SCALE, Shape.of());
    return all;
  }

  public ClipConfig config() {
    return config;
  }

  /** What the model learned to multiply cosines by before it compares them: its temperature^-1. */
  public double logitScale() {
    return logitScale;
  }

  /** Unit vectors [texts, width] of token ids, in the given scope. */
  public Tensor embedTexts(Scope scope, List<int[]> ids) {
    long[] ends = ids.stream().mapToLong(row -> config.text().endOf(row)).toArray();
    return text.run(
        scope, List.of(TokenIds.tensor(scope, ids), scope.longs(ends, Shape.of(ends.length))));
  }

  /**
   * Unit vectors [images, width], in the given scope.
   *
   * @param pixelsBCHW normalised as the model wants it, of its image size
   */
  public Tensor embedImages(Scope scope, Tensor pixelsBCHW) {
    Shape shape = pixelsBCHW.shape();
    int size = config.vision().imageSize();
    if (!shape.equals(Shape.of(shape.dim(0), config.vision().channels(), size, size))) {
      throw new IllegalArgumentException(
          "CLIP takes pixels [B, %d, %d, %d]; it got %s."
              .formatted(config.vision().channels(), size, size, shape));
    }
    int images = (int) shape.dim(0);
    return image.run(scope, List.of(pixelsBCHW, scope.longs(new long[images], Shape.of(images))));
  }
}
