package dev.spinrun.trainer.data.picture;

import dev.spinrun.trainer.diffusion.picture.Picture;

/**
 * How a camera held a picture, and thus how to turn it. Source: EXIF 2.32, tag 0x0112; the numbers
 * are the standard's.
 *
 * @param transposed whether rows and columns change places first
 */
record Orientation(boolean transposed, boolean mirrored, boolean upsideDown) {
  /** The number of a picture that is right already. */
  static final int UPRIGHT = 1;

  private static final int CHANNELS = 3;

  /** By number; numbers that the standard does not have mean upright. */
  static Orientation of(int exif) {
    return switch (exif) {
      case 2 -> new Orientation(false, true, false);
      case 3 -> new Orientation(false, true, true);
      case 4 -> new Orientation(false, false, true);
      case 5 -> new Orientation(true, false, false);
      case 6 -> new Orientation(true, true, false);
      case 7 -> new Orientation(true, true, true);
      case 8 -> new Orientation(true, false, true);
      default -> new Orientation(false, false, false);
    };
  }

  /** The picture as it should be seen. */
  Picture apply(Picture picture) {
    if (equals(of(UPRIGHT))) {
      return picture;
    }
    int width = transposed ? picture.height() : picture.width();
    int height = transposed ? picture.width() : picture.height();
    byte[] rgb = new byte[picture.rgb().length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int left = mirrored ? width - 1 - x : x;
        int top = upsideDown ? height - 1 - y : y;
        int from = transposed ? left * picture.width() + top : top * picture.width() + left;
        System.arraycopy(picture.rgb(), from * CHANNELS, rgb, (y * width + x) * CHANNELS, CHANNELS);
      }
    }
    return new Picture(width, height, rgb);
  }
}
