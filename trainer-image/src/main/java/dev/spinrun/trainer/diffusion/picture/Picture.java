package dev.spinrun.trainer.diffusion.picture;

import java.util.Arrays;
import java.util.List;

/**
 * An 8-bit RGB picture.
 *
 * @param rgb three bytes per pixel, row by row from the top
 */
@SuppressWarnings("ArrayRecordComponent") // equality is defined below
public record Picture(int width, int height, byte[] rgb) {
  private static final int CHANNELS = 3;

  public Picture {
    if (width < 1 || height < 1 || rgb.length != CHANNELS * width * height) {
      throw new IllegalArgumentException(
          "A picture of %d by %d pixels has %d bytes, not %d."
              .formatted(width, height, CHANNELS * width * height, rgb.length));
    }
  }

  /** One colour value in 0..255. */
  public int value(int x, int y, int channel) {
    return rgb[(y * width + x) * CHANNELS + channel] & 0xFF;
  }

  /**
   * Rounds planes of red, green and blue in [-1, 1] to bytes: round(255 clamp(v / 2 + 0.5)), half
   * to even as diffusers' image_processor.py does.
   *
   * @param offset of the first red value
   */
  static Picture ofPlanes(float[] planes, int offset, int width, int height) {
    int area = width * height;
    byte[] rgb = new byte[CHANNELS * area];
    for (int channel = 0; channel < CHANNELS; channel++) {
      for (int i = 0; i < area; i++) {
        float unit = planes[offset + channel * area + i] / 2 + 0.5f;
        rgb[i * CHANNELS + channel] = (byte) Math.rint(255 * Math.max(0f, Math.min(1f, unit)));
      }
    }
    return new Picture(width, height, rgb);
  }

  /** The part of this picture that begins at a pixel; it must lie inside. */
  public Picture crop(int left, int top, int partWidth, int partHeight) {
    byte[] part = new byte[CHANNELS * partWidth * partHeight];
    for (int y = 0; y < partHeight; y++) {
      int from = ((top + y) * width + left) * CHANNELS;
      System.arraycopy(rgb, from, part, y * partWidth * CHANNELS, partWidth * CHANNELS);
    }
    return new Picture(partWidth, partHeight, part);
  }

  /** Pictures of one height side by side. */
  public static Picture row(List<Picture> pictures) {
    int width = pictures.stream().mapToInt(Picture::width).sum();
    int height = pictures.get(0).height();
    byte[] rgb = new byte[width * height * CHANNELS];
    int left = 0;
    for (Picture picture : pictures) {
      for (int y = 0; y < height; y++) {
        System.arraycopy(
            picture.rgb(),
            y * picture.width() * CHANNELS,
            rgb,
            (y * width + left) * CHANNELS,
            picture.width() * CHANNELS);
      }
      left += picture.width();
    }
    return new Picture(width, height, rgb);
  }

  /** Writes planes of (value / 255 - mean) / deviation per channel into an array. */
  public void writePlanes(float[] mean, float[] deviation, float[] into, int offset) {
    int area = width * height;
    for (int channel = 0; channel < CHANNELS; channel++) {
      for (int i = 0; i < area; i++) {
        float unit = (rgb[i * CHANNELS + channel] & 0xFF) / 255f;
        into[offset + channel * area + i] = (unit - mean[channel]) / deviation[channel];
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Picture picture
        && width == picture.width
        && height == picture.height
        && Arrays.equals(rgb, picture.rgb);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(rgb);
  }

  @Override
  public String toString() {
    return "Picture[" + width + " x " + height + "]";
  }
}
