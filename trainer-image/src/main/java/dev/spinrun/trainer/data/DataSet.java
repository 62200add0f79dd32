package dev.spinrun.trainer.data;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A data set on its way in: examples in an order that never changes, read from front to back. */
public interface DataSet {
  /** Changes whenever the content does. */
  String digest();

  /** Starts reading the selected examples; the caller closes them. */
  Entries open(Selection selection);

  /** How many examples each file has: for most kinds every file is read once for it. */
  List<Integer> count(FileWatch watch);

  /** Told of each file before it is read. */
  interface FileWatch {
    /** The next file is read, which is number {@code file} of so many, from 0. */
    void reading(int file, int files);
  }

  /** The selected examples in order. Used by one thread. */
  interface Entries extends AutoCloseable {
    /** The next example, or null after the last. */
    @Nullable Entry next();

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
