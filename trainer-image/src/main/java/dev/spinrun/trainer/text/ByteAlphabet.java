package dev.spinrun.trainer.text;

import java.nio.charset.StandardCharsets;

/**
 * One printable character for each byte, so that a vocabulary can be a text file. Source: GPT-2's
 * encoder.py, bytes_to_unicode: printable Latin-1 bytes stand for themselves, the others for the
 * characters from 256 on, in order.
 */
final class ByteAlphabet {
  private static final int BYTES = 256;
  private static final char[] CHARACTERS = characters();

  private ByteAlphabet() {}

  private static char[] characters() {
    char[] characters = new char[BYTES];
    char next = BYTES;
    for (int value = 0; value < BYTES; value++) {
      boolean printable =
          (value >= '!' && value <= '~') || (value >= '¡' && value <= '¬') || value >= '®';
      characters[value] = printable ? (char) value : next++;
    }
    return characters;
  }

  /** The UTF-8 bytes of a text, one character each. */
  static String spell(String text) {
    StringBuilder spelled = new StringBuilder();
    for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
      spelled.append(CHARACTERS[value & 0xFF]);
    }
    return spelled.toString();
  }
}
