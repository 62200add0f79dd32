package dev.spinrun.runstore.network;

import org.jspecify.annotations.Nullable;

/** Looks behind what a library wraps around the failure that counts. */
public final class Causes {
  private Causes() {}

  /** The outermost of this type, or null. */
  public static <T extends Throwable> @Nullable T find(Throwable thrown, Class<T> type) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return type.cast(t);
      }
    }
    return null;
  }
}
