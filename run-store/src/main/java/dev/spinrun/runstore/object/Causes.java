package dev.spinrun.runstore.object;

import org.jspecify.annotations.Nullable;

/** Looks behind what a library wraps around the failure that counts. */
final class Causes {
  private Causes() {}

  static <T extends Throwable> @Nullable T find(Throwable thrown, Class<T> type) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return type.cast(t);
      }
    }
    return null;
  }
}
