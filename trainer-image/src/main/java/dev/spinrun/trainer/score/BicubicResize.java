package dev.spinrun.trainer.score;

import dev.spinrun.trainer.diffusion.picture.Picture;

/**
 * Bicubic resizing with anti-aliasing, as Pillow does it. Mirrors: Pillow
 * src/libImaging/Resample.c: filter with a = -0.5, stretched when the picture shrinks; first all
 * rows, then all columns, each rounded to 8 bits with 22-bit weights.
 */
final class BicubicResize {
  private static final int CHANNELS = 3;
  private static final double A = -0.5;
  private static final double SUPPORT = 2;
  private static final int PRECISION_BITS = 22;

  private BicubicResize() {}

  /** The picture with its shorter side at this length and its proportions kept. */
  static Picture shorterSide(Picture picture, int size) {
    int shorter = Math.min(picture.width(), picture.height());
    int width = (int) ((long) size * picture.width() / shorter);
    int height = (int) ((long) size * picture.height() / shorter);
    return resize(picture, width, height);
  }

  /** The picture at another size. */
  static Picture resize(Picture picture, int width, int height) {
    Picture wide = width == picture.width() ? picture : transpose(rows(transpose(picture), width));
    return height == picture.height() ? wide : rows(wide, height);
  }

  /** Resamples the rows of a picture to another number of rows. */
  private static Picture rows(Picture picture, int height) {
    double scale = (double) picture.height() / height;
    double filterScale = Math.max(scale, 1);
    double support = SUPPORT * filterScale;
    int stride = picture.width() * CHANNELS;
    byte[] rgb = new byte[stride * height];
    for (int y = 0; y < height; y++) {
      double center = (y + 0.5) * scale;
      int begin = Math.max((int) (center - support + 0.5), 0);
      int end = Math.min((int) (center + support + 0.5), picture.height());
      int[] weights = weights(center, begin, end, filterScale);
      for (int i = 0; i < stride; i++) {
        int sum = 1 << (PRECISION_BITS - 1);
        for (int row = begin; row < end; row++) {
          sum += weights[row - begin] * (picture.rgb()[row * stride + i] & 0xFF);
        }
        rgb[y * stride + i] = (byte) Math.max(0, Math.min(255, sum >> PRECISION_BITS));
      }
    }
    return new Picture(picture.width(), height, rgb);
  }

  private static int[] weights(double center, int begin, int end, double filterScale) {
    double[] exact = new double[end - begin];
    double sum = 0;
    for (int i = 0; i < exact.length; i++) {
      exact[i] = bicubic((begin + i - center + 0.5) / filterScale);
      sum += exact[i];
    }
    int[] weights = new int[exact.length];
    for (int i = 0; i < exact.length; i++) {
      double scaled = exact[i] / sum * (1 << PRECISION_BITS);
      weights[i] = (int) (scaled < 0 ? scaled - 0.5 : scaled + 0.5);
    }
    return weights;
  }

  private static double bicubic(double distance) {
    double x = Math.abs(distance);
    if (x < 1) {
      return ((A + 2) * x - (A + 3)) * x * x + 1;
    }
    return x < 2 ? (((x - 5) * x + 8) * x - 4) * A : 0;
  }

  private static Picture transpose(Picture picture) {
    byte[] rgb = new byte[picture.rgb().length];
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        int from = (y * picture.width() + x) * CHANNELS;
        System.arraycopy(picture.rgb(), from, rgb, (x * picture.height() + y) * CHANNELS, CHANNELS);
      }
    }
    return new Picture(picture.height(), picture.width(), rgb);
  }
}
