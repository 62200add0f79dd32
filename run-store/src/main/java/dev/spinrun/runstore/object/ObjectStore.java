package dev.spinrun.runstore.object;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One folder of an object store, to read and to write. */
public interface ObjectStore extends ObjectSource {
  /** The folder that keys are relative to. */
  StoreUri root();

  @Override
  default String locate(String key) {
    return root().resolve(key).toString();
  }

  /** Size and checksum of an object, if it is there. */
  Optional<ObjectInfo> head(String key);

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
   * All objects whose key starts with {@code prefix}, by key. For inputs that others wrote: a run's
   * own keys are computed.
   */
  @Override
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
