package dev.spinrun.trainer.tensor.file;

import java.util.Arrays;
import java.util.Random;

/** Damages bytes as transfers, disks and people do: the same damage for the same seed. */
final class Mutator {
  private final Random random;

  /** Pieces that mean something in the format, inserted now and then. */
  private final byte[][] pieces;

  Mutator(long seed, byte[]... pieces) {
    this.random = new Random(seed);
    this.pieces = pieces;
  }

  /** A copy with one to eight changes. */
  byte[] damage(byte[] whole) {
    byte[] bytes = whole;
    for (int changes = 1 + random.nextInt(8); changes > 0; changes--) {
      bytes = change(bytes);
    }
    return bytes;
  }

  private byte[] change(byte[] bytes) {
    if (bytes.length == 0) {
      return new byte[] {(byte) random.nextInt(256)};
    }
    int at = random.nextInt(bytes.length);
    return switch (random.nextInt(16)) {
      case 0 -> random.nextInt(8) == 0 ? Arrays.copyOf(bytes, at) : bytes;
      case 1, 2, 3, 4 -> insert(bytes, at, pieces[random.nextInt(pieces.length)]);
      case 5, 6 -> insert(bytes, at, copyOfSome(bytes));
      case 7, 8 -> overwrite(bytes, at, pieces[random.nextInt(pieces.length)]);
      case 9 -> remove(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(16)));
      case 10 -> set(bytes, at, (byte) 0xff);
      case 11 -> set(bytes, at, (byte) (bytes[at] ^ (1 << random.nextInt(8))));
      default -> set(bytes, at, (byte) random.nextInt(256));
    };
  }

  private byte[] copyOfSome(byte[] bytes) {
    int from = random.nextInt(bytes.length);
    return Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + 1 + random.nextInt(64)));
  }

  private static byte[] set(byte[] bytes, int at, byte value) {
    byte[] copy = bytes.clone();
    copy[at] = value;
    return copy;
  }

  private static byte[] overwrite(byte[] bytes, int at, byte[] piece) {
    byte[] copy = bytes.clone();
    System.arraycopy(piece, 0, copy, at, Math.min(piece.length, bytes.length - at));
    return copy;
  }

  private static byte[] insert(byte[] bytes, int at, byte[] piece) {
    byte[] longer = new byte[bytes.length + piece.length];
    System.arraycopy(bytes, 0, longer, 0, at);
    System.arraycopy(piece, 0, longer, at, piece.length);
    System.arraycopy(bytes, at, longer, at + piece.length, bytes.length - at);
    return longer;
  }

  private static byte[] remove(byte[] bytes, int from, int to) {
    byte[] shorter = new byte[bytes.length - (to - from)];
    System.arraycopy(bytes, 0, shorter, 0, from);
    System.arraycopy(bytes, to, shorter, from, bytes.length - to);
    return shorter;
  }
}
