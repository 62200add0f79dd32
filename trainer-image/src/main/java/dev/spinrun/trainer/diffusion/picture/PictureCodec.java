package dev.spinrun.trainer.diffusion.picture;

import dev.spinrun.trainer.model.vae.Autoencoder;
import dev.spinrun.trainer.model.vae.Posterior;
import dev.spinrun.trainer.model.vae.VaeConfig;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Between pictures and the scaled latents that a diffusion model works on. Letters: B batch, C
 * channels, H height, W width.
 */
public final class PictureCodec {
  private static final float[] HALF = {0.5f, 0.5f, 0.5f};

  /** Elements of the largest tensor inside of the autoencoder: 1 GiB. */
  private static final long MAX_ELEMENTS = 1L << 28;

  private final Autoencoder autoencoder;
  private final float scaling;
  private final long maxElements;

  public PictureCodec(Autoencoder autoencoder) {
    this(autoencoder, MAX_ELEMENTS);
  }

  PictureCodec(Autoencoder autoencoder, long maxElements) {
    this.autoencoder = autoencoder;
    this.scaling = (float) autoencoder.config().scalingFactor();
    this.maxElements = maxElements;
  }

  /** How many pictures of this size go through the autoencoder together, at least 1. */
  int slice(long width, long height) {
    return slice(autoencoder.config(), width, height, maxElements);
  }

  /** How many pictures of this size a decoder draws together, at least 1. */
  public static int slice(VaeConfig config, long width, long height) {
    return slice(config, width, height, MAX_ELEMENTS);
  }

  private static int slice(VaeConfig config, long width, long height, long maxElements) {
    long each = config.widestAtFullSize() * width * height;
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, maxElements / each));
  }

  /** Shape [C, H, W] of the latent of a picture of this size in pixels. */
  public Shape latentShape(int width, int height) {
    int factor = autoencoder.config().factor();
    return Shape.of(autoencoder.config().latentChannels(), height / factor, width / factor);
  }

  /** Draws latents of one shape [C, H, W], as many at a time as memory allows. */
  public List<Picture> decode(List<float[]> latents, Shape shape) {
    int factor = autoencoder.config().factor();
    int slice = slice(shape.dim(2) * factor, shape.dim(1) * factor);
    return inSlices(latents, slice, some -> decodeTogether(some, shape));
  }

  private static <A, B> List<B> inSlices(
      List<A> all, int slice, Function<List<A>, List<B>> together) {
    List<B> results = new ArrayList<>();
    for (int begin = 0; begin < all.size(); begin += slice) {
      results.addAll(together.apply(all.subList(begin, Math.min(begin + slice, all.size()))));
    }
    return results;
  }

  private List<Picture> decodeTogether(List<float[]> latents, Shape shape) {
    try (Scope step = Scope.open()) {
      float[] unscaled = join(latents);
      for (int i = 0; i < unscaled.length; i++) {
        unscaled[i] /= scaling;
      }
      Tensor batch = step.floats(unscaled, batchOf(latents.size(), shape));
      Tensor image = autoencoder.decode(step, batch);
      float[] planes = image.toFloats();
      int height = (int) image.shape().dim(2);
      int width = (int) image.shape().dim(3);
      List<Picture> pictures = new ArrayList<>();
      for (int i = 0; i < latents.size(); i++) {
        pictures.add(Picture.ofPlanes(planes, i * (planes.length / latents.size()), width, height));
      }
      return pictures;
    }
  }

  /**
   * Means of the latents of pictures of one size, as many at a time as memory allows; each
   * row-major [C, H, W].
   */
  public List<float[]> encode(List<Picture> pictures) {
    Picture any = pictures.get(0);
    return inSlices(
        pictures,
        slice(any.width(), any.height()),
        some -> scaledRows(posterior(some).mean(), some.size()));
  }

  private Posterior posterior(List<Picture> pictures) {
    int width = pictures.get(0).width();
    int height = pictures.get(0).height();
    if (pictures.stream().anyMatch(p -> p.width() != width || p.height() != height)) {
      throw new IllegalArgumentException("Pictures encoded together must have one size.");
    }
    float[] planes = new float[pictures.size() * 3 * width * height];
    for (int i = 0; i < pictures.size(); i++) {
      pictures.get(i).writePlanes(HALF, HALF, planes, i * 3 * width * height);
    }
    try (Scope step = Scope.open()) {
      return autoencoder.encode(step.floats(planes, Shape.of(pictures.size(), 3, height, width)));
    }
  }

  private List<float[]> scaledRows(float[] latents, int count) {
    int row = latents.length / count;
    List<float[]> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] scaled = Arrays.copyOfRange(latents, i * row, (i + 1) * row);
      for (int j = 0; j < row; j++) {
        scaled[j] *= scaling;
      }
      rows.add(scaled);
    }
    return rows;
  }

  /** The shape of so many rows of this shape. */
  public static Shape batchOf(int count, Shape row) {
    return Shape.of(count, row.dim(0), row.dim(1), row.dim(2));
  }

  /** The rows one after the other. */
  public static float[] join(List<float[]> rows) {
    float[] all = new float[rows.stream().mapToInt(row -> row.length).sum()];
    int offset = 0;
    for (float[] row : rows) {
      System.arraycopy(row, 0, all, offset, row.length);
      offset += row.length;
    }
    return all;
  }
}
