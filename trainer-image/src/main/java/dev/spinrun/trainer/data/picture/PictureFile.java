package dev.spinrun.trainer.data.picture;

import dev.spinrun.trainer.diffusion.picture.Picture;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes image files of users: any size, orientation and colour space, transparent or not, broken
 * or made to break us.
 */
public final class PictureFile {
  private static final int CHANNELS = 3;
  private static final int WHITE = 255;

  /** As Pillow's limit for what it calls a decompression bomb: 1 GiB of raw RGBA. */
  private static final long MAX_PIXELS = (1L << 30) / 4 / 3 * 2;

  /** A picture of more pixels has some bytes to show for them; else a few bytes take up memory. */
  private static final long MANY_PIXELS = 16_000_000;

  private static final long MOST_PIXELS_PER_BYTE = 2048;

  private PictureFile() {}

  /**
   * Decodes PNG, JPEG, WebP, GIF or BMP, turned as its EXIF orientation says; what is transparent
   * becomes white.
   *
   * @throws IOException if it is no image, a broken one, or one of too many pixels
   */
  public static Picture decode(byte[] file) throws IOException {
    try {
      return Orientation.of(ExifOrientation.of(file)).apply(rgb(read(file)));
    } catch (IIOException | EOFException | RuntimeException e) {
      // Readers of broken files throw what they like.
      throw new IOException("it is broken: " + e.getMessage(), e);
    }
  }

  private static BufferedImage read(byte[] file) throws IOException {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new IOException("it is no PNG, JPEG, WebP, GIF or BMP");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        if (pixels > MANY_PIXELS && pixels / file.length > MOST_PIXELS_PER_BYTE) {
          throw new IOException(
              "it claims %d x %d pixels in %d bytes"
                  .formatted(reader.getWidth(0), reader.getHeight(0), file.length));
        }
        if (pixels > MAX_PIXELS) {
          throw new IOException(
              "it has %d x %d pixels, at most %d million are read"
                  .formatted(reader.getWidth(0), reader.getHeight(0), MAX_PIXELS / 1_000_000));
        }
        return reader.read(0);
      } finally {
        reader.dispose();
      }
    }
  }

  private static Picture rgb(BufferedImage image) {
    ColorModel colors = image.getColorModel();
    boolean grey =
        colors.getColorSpace().getType() == ColorSpace.TYPE_GRAY
            && !(colors instanceof IndexColorModel);
    return grey ? grey(image) : colour(image);
  }

  private static Picture colour(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    BufferedImage opaque = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = opaque.createGraphics();
    graphics.drawImage(image, 0, 0, Color.WHITE, null);
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

  /** Sample by sample: Java takes grey values for linear light and would brighten them. */
  private static Picture grey(BufferedImage image) {
    Raster raster = image.getRaster();
    ColorModel colors = image.getColorModel();
    int width = image.getWidth();
    int largest = (1 << colors.getComponentSize(0)) - 1;
    byte[] rgb = new byte[width * image.getHeight() * CHANNELS];
    for (int i = 0; i < rgb.length / CHANNELS; i++) {
      int x = i % width;
      int y = i / width;
      double opacity =
          colors.hasAlpha()
              ? raster.getSample(x, y, 1) / (double) ((1 << colors.getComponentSize(1)) - 1)
              : 1;
      double value = raster.getSample(x, y, 0) * (double) WHITE / largest;
      byte byteValue = (byte) Math.round(value * opacity + WHITE * (1 - opacity));
      for (int channel = 0; channel < CHANNELS; channel++) {
        rgb[i * CHANNELS + channel] = byteValue;
      }
    }
    return new Picture(width, image.getHeight(), rgb);
  }
}
