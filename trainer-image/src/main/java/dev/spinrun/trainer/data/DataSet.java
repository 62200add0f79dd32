package dev.spinrun.trainer.data;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A data set on its way in: examples in an order that never changes, read from front to back. */
public interface DataSet {
  /** Changes whenever the content does. */
  String digest();

  /** How many examples there are, or 0 where that shows only when all are read. */
  int announced();

  /** Starts reading the selected examples; the caller closes them. */
  Entries open(Selection selection);

  /** How many examples each file has: for most kinds every file is read once for it. */
  default List<Integer> count() {
    try (Entries all = open(Selection.none())) {
      if (all.next() != null) {
        throw new IllegalStateException("An example was read that is not selected.");
      }
      return all.fileExamples();
    }
  }

  /** The selected examples in order. Used by one thread. */
  interface Entries extends AutoCloseable {
    /** The next example, or null after the last. */
    @Nullable Entry next();

    /** After the last example: how many each file has, selected or not. */
    List<Integer> fileExamples();

    @Override
    default void close() {}
  }

  /**
   * One example whose images are not decoded yet.
   *
   * @param number counted from 0 over the whole data set
   * @param name where it comes from, for messages
   * @param caption may be empty
   * @param image the image to learn from, of a pair the preferred one
   * @param rejected the other image of a pair; absent if no pairs were asked for
   */
  record Entry(
      int number, String name, String caption, Content image, @Nullable Content rejected) {}

  /** The bytes of an image file. May be read by any thread, once. */
  interface Content {
    /** The whole content of the file. */
    byte[] read();
  }
}
