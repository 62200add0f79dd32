package dev.spinrun.trainer.data.picture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/**
 * Finds how a camera held a picture in the EXIF data of a JPEG, PNG or WebP file.
 *
 * <p>Reads nothing but that one number, in place: a file's metadata may unpack to gigabytes, and
 * may be broken in any way. Then it says nothing of orientation, as in Pillow, and the picture is
 * taken as it is. Source: EXIF 2.32 and TIFF 6.0.
 */
final class ExifOrientation {
  private static final int ORIENTATION = 0x0112;
  private static final int TIFF_MAGIC = 42;
  private static final int FIELD_BYTES = 12;
  private static final int BYTE = 1;
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final String EXIF = "Exif\0";
  private static final int EXIF_BYTES = 6;

  private final ByteBuffer file;

  private ExifOrientation(byte[] file) {
    this.file = ByteBuffer.wrap(file);
  }

  /** The number, or {@link Orientation#UPRIGHT} where the file names none. */
  static int of(byte[] file) {
    ExifOrientation exif = new ExifOrientation(file);
    try {
      if (exif.is(0, "\u00ff\u00d8")) {
        return exif.ofJpeg().orElse(Orientation.UPRIGHT);
      }
      if (exif.is(0, "\u0089PNG")) {
        return exif.ofPng().orElse(Orientation.UPRIGHT);
      }
      if (exif.is(0, "RIFF") && exif.is(8, "WEBP")) {
        return exif.ofWebp().orElse(Orientation.UPRIGHT);
      }
    } catch (IndexOutOfBoundsException e) {
      // The file ends before what it announces does.
      return Orientation.UPRIGHT;
    }
    return Orientation.UPRIGHT;
  }

  /** Segments up to the first scan: a marker, a length that counts itself, content. */
  private OptionalInt ofJpeg() {
    int at = 2;
    while (number8(at) == 0xff) {
      int marker = number8(at + 1);
      if (marker == 0xff) {
        at++; // a filler
      } else if (marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
        at += 2; // alone, without a length
      } else if (marker == 0xd9 || marker == 0xda) {
        return OptionalInt.empty();
      } else {
        int length = number16(at + 2);
        OptionalInt found =
            marker == 0xe1 && is(at + 4, EXIF)
                ? ofTiff(at + 4 + EXIF_BYTES, at + 2 + length)
                : OptionalInt.empty();
        if (found.isPresent()) {
          return found;
        }
        at += 2 + Math.max(2, length);
      }
    }
    return OptionalInt.empty();
  }

  /** Chunks: a length, a name, content, a checksum. */
  private OptionalInt ofPng() {
    long at = 8;
    while (at + 8 <= file.limit()) {
      int chunk = (int) at;
      long length = number32(chunk);
      if (is(chunk + 4, "eXIf")) {
        return ofChunk(chunk + 8, chunk + 8 + length);
      }
      at += length + 12;
    }
    return OptionalInt.empty();
  }

  /** Chunks: a name, a length, content, filled up to an even length. */
  private OptionalInt ofWebp() {
    file.order(ByteOrder.LITTLE_ENDIAN);
    long at = 12;
    while (at + 8 <= file.limit()) {
      int chunk = (int) at;
      long length = number32(chunk + 4);
      if (is(chunk, "EXIF")) {
        return ofChunk(chunk + 8, chunk + 8 + length);
      }
      at += 8 + length + length % 2;
    }
    return OptionalInt.empty();
  }

  /** Some writers put JPEG's own prefix into other files, too. */
  private OptionalInt ofChunk(int begin, long end) {
    return ofTiff(is(begin, EXIF) ? begin + EXIF_BYTES : begin, end);
  }

  private OptionalInt ofTiff(int begin, long end) {
    if (is(begin, "II")) {
      file.order(ByteOrder.LITTLE_ENDIAN);
    } else if (is(begin, "MM")) {
      file.order(ByteOrder.BIG_ENDIAN);
    } else {
      return OptionalInt.empty();
    }
    long directory = begin + number32(begin + 4);
    if (number16(begin + 2) != TIFF_MAGIC || directory + 2 > Math.min(end, file.limit())) {
      file.order(ByteOrder.BIG_ENDIAN);
      return OptionalInt.empty();
    }
    int fields = number16((int) directory);
    OptionalInt found = OptionalInt.empty();
    for (int i = 0; i < fields && found.isEmpty(); i++) {
      long field = directory + 2 + (long) i * FIELD_BYTES;
      if (field + FIELD_BYTES > Math.min(end, file.limit())) {
        break;
      }
      found = ofField((int) field);
    }
    file.order(ByteOrder.BIG_ENDIAN);
    return found;
  }

  private OptionalInt ofField(int field) {
    if (number16(field) != ORIENTATION || number32(field + 4) != 1) {
      return OptionalInt.empty();
    }
    return switch (number16(field + 2)) {
      case BYTE -> OptionalInt.of(number8(field + 8));
      case SHORT -> OptionalInt.of(number16(field + 8));
      case LONG -> OptionalInt.of((int) number32(field + 8));
      default -> OptionalInt.empty();
    };
  }

  private boolean is(int at, String text) {
    byte[] wanted = text.getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < wanted.length; i++) {
      if (at + i >= file.limit() || file.get(at + i) != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  private int number8(int at) {
    return Byte.toUnsignedInt(file.get(at));
  }

  private int number16(int at) {
    return Short.toUnsignedInt(file.getShort(at));
  }

  private long number32(int at) {
    return Integer.toUnsignedLong(file.getInt(at));
  }
}
