package dev.spinrun.trainer.nn.memory;

import dev.spinrun.trainer.tensor.Shape;

/**
 * A value of which only the memory is known. Views of one value share its storage.
 *
 * @param width bytes of a number
 * @param tracked whether it depends on a weight that is trained
 */
record Held(Shape shape, int width, boolean tracked, Storage storage) {
  /** A value with memory of its own. */
  static Held of(Shape shape, int width, boolean tracked) {
    return new Held(shape, width, tracked, new Storage(shape.elements() * width));
  }

  /** Another value in the same memory. */
  Held view(Shape other) {
    return new Held(other, width, tracked, storage);
  }

  /** Memory; two of one size are different ones. */
  static final class Storage {
    private final long bytes;

    Storage(long bytes) {
      this.bytes = bytes;
    }

    long bytes() {
      return bytes;
    }
  }
}
