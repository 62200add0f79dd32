package dev.spinrun.runstore.object;

import dev.spinrun.contract.failure.StoreFailure;
import java.nio.file.Path;
import java.util.List;

/**
 * A folder of objects that can be read. Keys are relative to it, segments divided by {@code /}.
 *
 * <p>Every call has time-outs and a bounded number of retries where trying again can help. What
 * remains is thrown as a {@link StoreException} whose message names server, folder and key. Safe
 * for use by several threads.
 */
public interface ObjectSource {
  /** The whole URI of an object, for messages; of the folder for an empty key. */
  String locate(String key);

  /**
   * The content of a small object.
   *
   * @throws StoreException of kind NOT_FOUND if there is none, TOO_LARGE above {@code maxBytes}
   */
  default byte[] read(String key, int maxBytes) {
    byte[] content = readRange(key, 0, maxBytes + 1);
    if (content.length > maxBytes) {
      throw new StoreException(
          StoreFailure.TOO_LARGE,
          "%s is larger than %d bytes: it is not what was expected there."
              .formatted(locate(key), maxBytes));
    }
    return content;
  }

  /** {@code length} bytes from {@code offset} on: fewer where the object ends before. */
  byte[] readRange(String key, long offset, int length);

  /**
   * Downloads an object, going on where a broken connection left off.
   *
   * @return the SHA-256 of what was written, computed on the way
   * @throws StoreException of kind NOT_FOUND if there is none
   */
  String download(String key, Path target);

  /** All objects whose key starts with {@code prefix}, by key. */
  List<ObjectInfo> list(String prefix);
}
