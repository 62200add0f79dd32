package dev.spinrun.contract.json;

/**
 * A piece of somebody else's file in a sentence of ours. The file may be hostile, and the sentence
 * ends in logs, terminals and conditions.
 */
public final class Excerpt {
  /** Enough for the name of any tensor. */
  private static final int MAX_CHARS = 120;

  private Excerpt() {}

  /** The beginning of the text, without characters that do anything but show themselves. */
  public static String of(String text) {
    return of(text, MAX_CHARS);
  }

  /** At most so many characters of it. */
  public static String of(String text, int maxChars) {
    String start = text.length() <= maxChars ? text : text.substring(0, maxChars - 1) + "…";
    return start.replaceAll("\\p{C}", "?"); // half of a surrogate pair, too
  }
}
