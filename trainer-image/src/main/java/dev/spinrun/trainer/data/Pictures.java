package dev.spinrun.trainer.data;

import dev.spinrun.trainer.diffusion.Picture;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.ImageIO;

/** Pictures as files, and several as one. */
public final class Pictures {
  private static final int CHANNELS = 3;

  private Pictures() {}

  /**
   * Decodes PNG, JPEG or another format that the platform reads; what is transparent becomes white.
   *
   * @throws IOException if it is no image or a broken one
   */
  public static Picture decode(byte[] file) throws IOException {
    BufferedImage decoded = ImageIO.read(new ByteArrayInputStream(file));
    if (decoded == null) {
      throw new IOException("it is no PNG, JPEG, GIF or BMP");
    }
    int width = decoded.getWidth();
    int height = decoded.getHeight();
    BufferedImage opaque = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = opaque.createGraphics();
    graphics.drawImage(decoded, 0, 0, Color.WHITE, null);
    graphics.dispose();
    int[] pixels = opaque.getRGB(0, 0, width, height, null, 0, width);
    byte[] rgb = new byte[pixels.length * CHANNELS];
    for (int i = 0; i < pixels.length; i++) {
      rgb[i * CHANNELS] = (byte) (pixels[i] >> 16);
      rgb[i * CHANNELS + 1] = (byte) (pixels[i] >> 8);
      rgb[i * CHANNELS + 2] = (byte) pixels[i];
    }
    return new Picture(width, height, rgb);
  }

  /** The picture as a PNG file. */
  public static byte[] png(Picture picture) {
    BufferedImage image =
        new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        int red = picture.value(x, y, 0) << 16;
        image.setRGB(x, y, red | (picture.value(x, y, 1) << 8) | picture.value(x, y, 2));
      }
    }
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

  /** The second picture below the first; both have one width. */
  public static Picture below(Picture first, Picture second) {
    byte[] rgb = new byte[first.rgb().length + second.rgb().length];
    System.arraycopy(first.rgb(), 0, rgb, 0, first.rgb().length);
    System.arraycopy(second.rgb(), 0, rgb, first.rgb().length, second.rgb().length);
    return new Picture(first.width(), first.height() + second.height(), rgb);
  }
}
