package dev.spinrun.trainer.data.picture;

import dev.spinrun.trainer.diffusion.picture.Picture;

/**
 * Resizes pictures as Pillow does: separable, with a filter that widens when it shrinks, rounded to
 * 8 bits after each direction.
 *
 * <p>Mirrors: Pillow, {@code Resample.c}, BILINEAR. Java's own scaling looks at a few neighbours
 * only, which aliases as soon as a picture becomes less than half as large.
 */
public final class Resampler {
  private static final int CHANNELS = 3;

  private Resampler() {}

  /** The shorter side becomes {@code side}, then the middle square is cut out. */
  public static Picture square(Picture image, int side) {
    double scale = (double) side / Math.min(image.width(), image.height());
    int width = Math.max(side, (int) Math.round(image.width() * scale));
    int height = Math.max(side, (int) Math.round(image.height() * scale));
    Picture resized = resize(image, width, height);
    return crop(resized, (width - side) / 2, (height - side) / 2, side);
  }

  private static Picture resize(Picture image, int width, int height) {
    Picture wide = width == image.width() ? image : rows(image, width);
    return height == wide.height() ? wide : transpose(rows(transpose(wide), height));
  }

  private static Picture rows(Picture image, int width) {
    byte[] out = new byte[width * image.height() * CHANNELS];
    double scale = (double) image.width() / width;
    double reach = Math.max(scale, 1);
    for (int x = 0; x < width; x++) {
      double centre = (x + 0.5) * scale;
      int from = Math.max(0, (int) (centre - reach + 0.5));
      int to = Math.min(image.width(), (int) (centre + reach + 0.5));
      double[] weights = triangle(centre, reach, from, to);
      for (int y = 0; y < image.height(); y++) {
        for (int c = 0; c < CHANNELS; c++) {
          double sum = 0.5;
          for (int i = from; i < to; i++) {
            sum += weights[i - from] * image.value(i, y, c);
          }
          out[(y * width + x) * CHANNELS + c] = (byte) Math.min(255, (int) sum);
        }
      }
    }
    return new Picture(width, image.height(), out);
  }

  private static double[] triangle(double centre, double reach, int from, int to) {
    double[] weights = new double[to - from];
    double total = 0;
    for (int i = from; i < to; i++) {
      weights[i - from] = Math.max(0, 1 - Math.abs((i + 0.5 - centre) / reach));
      total += weights[i - from];
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= total;
    }
    return weights;
  }

  private static Picture transpose(Picture image) {
    byte[] out = new byte[image.width() * image.height() * CHANNELS];
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        for (int c = 0; c < CHANNELS; c++) {
          out[(x * image.height() + y) * CHANNELS + c] = (byte) image.value(x, y, c);
        }
      }
    }
    return new Picture(image.height(), image.width(), out);
  }

  private static Picture crop(Picture image, int left, int top, int side) {
    byte[] out = new byte[side * side * CHANNELS];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        for (int c = 0; c < CHANNELS; c++) {
          out[(y * side + x) * CHANNELS + c] = (byte) image.value(left + x, top + y, c);
        }
      }
    }
    return new Picture(side, side, out);
  }
}
