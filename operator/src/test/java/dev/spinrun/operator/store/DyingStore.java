package dev.spinrun.operator.store;

import dev.spinrun.runstore.object.ObjectInfo;
import dev.spinrun.runstore.object.ObjectStore;
import dev.spinrun.runstore.object.StoreUri;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A store whose process dies at the n-th call, before it has any effect. */
final class DyingStore implements ObjectStore {
  /** The process is gone. */
  static final class Death extends Error {
    private static final long serialVersionUID = 1L;
  }

  private final ObjectStore store;
  private final int lastCall;
  private int calls;

  DyingStore(ObjectStore store, int lastCall) {
    this.store = store;
    this.lastCall = lastCall;
  }

  int calls() {
    return calls;
  }

  private ObjectStore alive() {
    if (++calls == lastCall) {
      throw new Death();
    }
    return store;
  }

  @Override
  public StoreUri root() {
    return store.root();
  }

  @Override
  public Optional<ObjectInfo> head(String key) {
    return alive().head(key);
  }

  @Override
  public byte[] read(String key, int maxBytes) {
    return alive().read(key, maxBytes);
  }

  @Override
  public byte[] readRange(String key, long offset, int length) {
    return alive().readRange(key, offset, length);
  }

  @Override
  public void write(String key, byte[] content) {
    alive().write(key, content);
  }

  @Override
  public boolean create(String key, byte[] content) {
    return alive().create(key, content);
  }

  @Override
  public ObjectInfo upload(String key, Path file) {
    return alive().upload(key, file);
  }

  @Override
  public String download(String key, Path target) {
    return alive().download(key, target);
  }

  @Override
  public List<ObjectInfo> list(String prefix) {
    return alive().list(prefix);
  }

  @Override
  public void delete(String key) {
    alive().delete(key);
  }

  @Override
  public int deleteFolder(String folder) {
    return alive().deleteFolder(folder);
  }

  @Override
  public void check() {
    alive().check();
  }
}
