package dev.spinrun.trainer.data;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** A picture of 8 bits for each of red, green and blue; row by row, three bytes a pixel. */
public final class RgbImage {
  private static final int CHANNELS = 3;

  private final int width;
  private final int height;
  private final byte[] rgb;

  /** Takes the array as it is; nobody may change it afterwards. */
  public RgbImage(int width, int height, byte[] rgb) {
    if (width < 1 || height < 1 || rgb.length != width * height * CHANNELS) {
      throw new IllegalArgumentException(
          "%d bytes are no RGB image of %d x %d pixels".formatted(rgb.length, width, height));
    }
    this.width = width;
    this.height = height;
    this.rgb = rgb;
  }

  /**
   * Decodes PNG, JPEG or another format that the platform reads; transparency becomes white.
   *
   * @throws IOException if it is no image or a broken one
   */
  public static RgbImage decode(byte[] file) throws IOException {
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
    return new RgbImage(width, height, rgb);
  }

  /** The picture as a PNG file. */
  public byte[] toPng() {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, (value(x, y, 0) << 16) | (value(x, y, 1) << 8) | value(x, y, 2));
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

  /** Pixels from left to right. */
  public int width() {
    return width;
  }

  /** Pixels from top to bottom. */
  public int height() {
    return height;
  }

  /** One channel (0 red, 1 green, 2 blue) of one pixel, 0..255. */
  public int value(int x, int y, int channel) {
    return rgb[(y * width + x) * CHANNELS + channel] & 0xff;
  }

  /**
   * Writes the picture as planes of numbers in [-1, 1], channel by channel, from {@code offset} on.
   */
  public void copyTo(float[] planes, int offset) {
    int pixels = width * height;
    for (int i = 0; i < pixels; i++) {
      for (int c = 0; c < CHANNELS; c++) {
        planes[offset + c * pixels + i] = (rgb[i * CHANNELS + c] & 0xff) / 127.5f - 1;
      }
    }
  }
}
