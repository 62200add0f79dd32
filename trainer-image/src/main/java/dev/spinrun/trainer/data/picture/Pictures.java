package dev.spinrun.trainer.data.picture;

import dev.spinrun.trainer.diffusion.picture.Picture;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.ImageIO;

/** Pictures as files, and several as one. */
public final class Pictures {
  private static final int CHANNELS = 3;

  private Pictures() {}

  /** The picture as a PNG file. */
  public static byte[] png(Picture picture) {
    return png(image(picture));
  }

  /** The picture as Java draws them. */
  public static BufferedImage image(Picture picture) {
    BufferedImage image =
        new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        int red = picture.value(x, y, 0) << 16;
        image.setRGB(x, y, red | (picture.value(x, y, 1) << 8) | picture.value(x, y, 2));
      }
    }
    return image;
  }

  /** The image as a PNG file. */
  public static byte[] png(BufferedImage image) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
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
}
