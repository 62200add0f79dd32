package dev.spinrun.trainer.data.picture;

import dev.spinrun.trainer.diffusion.picture.Picture;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Pictures in the forms that Java has for them. */
public final class Pictures {
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
}
