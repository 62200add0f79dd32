package dev.spinrun.runstore.object;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One folder of an object store. Keys are relative to it, segments divided by {@code /}.
 *
 * <p>Every call has time-outs and a bounded number of retries where trying again can help. What
 * remains is thrown as a {@link StoreException} whose message names endpoint, bucket and key. Safe
 * for use by several threads.
 */
public interface ObjectStore {
  /** The folder that keys are relative to. */
  StoreUri root();

  /** Size and checksum of an object, if it is there. */
  Optional<ObjectInfo> head(String key);

  /**
   * The content of a small object.
   *
   * @throws StoreException of kind NOT_FOUND if there is none, TOO_LARGE above {@code maxBytes}
   */
  default byte[] read(String key, int maxBytes) {
    byte[] content = readRange(key, 0, maxBytes + 1);
    if (content.length > maxBytes) {
      throw new StoreException(
          StoreException.Kind.TOO_LARGE,
          "%s is larger than %d bytes: it is not what was expected there."
              .formatted(root().resolve(key), maxBytes));
    }
    return content;
  }

  /** {@code length} bytes from {@code offset} on: fewer where the object ends before. */
  byte[] readRange(String key, long offset, int length);

  /** Writes a small object, replacing what was there. */
  void write(String key, byte[] content);

  /**
   * Writes a small object unless there is one already: of several writers exactly one wins.
   *
   * @return whether this content now stands there; true as well if an earlier try of this call got
   *     through and only its reply was lost
   */
  boolean create(String key, byte[] content);

  /** Writes a file, in parts if it is large; the store checks each part's CRC-32C. */
  ObjectInfo upload(String key, Path file);

  /**
   * Downloads an object, going on where a broken connection left off.
   *
   * @return the SHA-256 of what was written, computed on the way
   * @throws StoreException of kind NOT_FOUND if there is none
   */
  String download(String key, Path target);

  /**
   * All objects whose key starts with {@code prefix}, by key. For inputs that others wrote: a run's
   * own keys are computed.
   */
  List<ObjectInfo> list(String prefix);

  /** Deletes an object; no error if it is not there. */
  void delete(String key);

  /**
   * Deletes every object below a folder; no error if there is none.
   *
   * @return how many there were
   */
  int deleteFolder(String folder);

  /**
   * Asks whether the store can be reached and the bucket is there.
   *
   * @throws StoreException saying why not
   */
  void check();
}
