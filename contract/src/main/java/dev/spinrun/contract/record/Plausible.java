package dev.spinrun.contract.record;

import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a record can hold at all. A store may hold anything, and what is read from it goes on into a
 * status: the errors name the field and not its value.
 */
final class Plausible {
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

  private Plausible() {}

  static void digest(String field, @Nullable String digest) {
    if (digest != null && !DIGEST.matcher(digest).matches()) {
      throw new IllegalArgumentException(field + " must be sha256:<64 hexadecimal digits>");
    }
  }

  static void moment(String field, @Nullable Instant moment) {
    if (moment != null && (moment.isBefore(EARLIEST) || moment.isAfter(LATEST))) {
      throw new IllegalArgumentException(field + " must lie between the years 2000 and 2200");
    }
  }

  static void given(String field, @Nullable Object value) {
    if (value == null) {
      throw new IllegalArgumentException(field + " must be given");
    }
  }

  static void number(String field, @Nullable Long number, long largest) {
    if (number != null && (number < 0 || number > largest)) {
      throw new IllegalArgumentException("%s must be from 0 to %d".formatted(field, largest));
    }
  }
}
