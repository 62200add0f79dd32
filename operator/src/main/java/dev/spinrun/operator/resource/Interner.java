package dev.spinrun.operator.resource;

import org.jspecify.annotations.Nullable;

/**
 * Makes one of equal values that come near to each other; they must not be changed afterwards.
 * Bounded: a value gives way to the next one with the same slot. May be used by several threads; a
 * race only means that a value is not shared.
 */
final class Interner<T> {
  /** A final field, so that every thread sees all of the value that it holds. */
  private record Slot<T>(T value) {}

  private final @Nullable Slot<T>[] recent;

  /**
   * Keeps none at first.
   *
   * @param slots values that are kept at most; a power of two
   */
  @SuppressWarnings("unchecked") // there are no arrays of generic types
  Interner(int slots) {
    recent = new Slot[slots];
  }

  /** A value that equals this one, or this one. */
  T of(T value) {
    int hash = value.hashCode();
    int index = (hash ^ (hash >>> 16)) & (recent.length - 1);
    Slot<T> known = recent[index];
    if (known != null && known.value.equals(value)) {
      return known.value;
    }
    recent[index] = new Slot<>(value);
    return value;
  }
}
