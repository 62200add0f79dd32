package dev.spinrun.e2e.walk;

import java.util.regex.Pattern;

/**
 * Something that the test types differently from how the page has it.
 *
 * @param from pattern of what the page has
 * @param to what is typed, with references to groups
 * @param reason why the page's own words cannot be typed here
 */
record Substitution(Pattern from, String to, String reason) {
  static Substitution of(String from, String to, String reason) {
    return new Substitution(Pattern.compile(from), to, reason);
  }

  String in(String commands) {
    return from.matcher(commands).replaceAll(to);
  }
}
