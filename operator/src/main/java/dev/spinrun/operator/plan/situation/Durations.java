package dev.spinrun.operator.plan.situation;

import java.time.Duration;
import java.util.Locale;

/** Go-style durations as the CRD admits them. */
public final class Durations {
  private Durations() {}

  /** The duration of a text like {@code 1h30m} or {@code 10s}. */
  public static Duration parse(String text) {
    return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
  }

  /** The text of a duration in whole seconds, like {@code 1h30m} or {@code 10s}. */
  public static String text(Duration duration) {
    String iso = Duration.ofSeconds(duration.toSeconds()).toString();
    return iso.substring("PT".length()).toLowerCase(Locale.ROOT);
  }
}
