package dev.spinrun.e2e.edge;

import dev.spinrun.contract.failure.StoreFailure;
import dev.spinrun.e2e.edge.EffectGate.Passage;
import dev.spinrun.runstore.object.ObjectInfo;
import dev.spinrun.runstore.object.ObjectStore;
import dev.spinrun.runstore.object.StoreException;
import dev.spinrun.runstore.object.StoreUri;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A store whose every call passes a gate. */
public final class GatedStore implements ObjectStore {
  private final ObjectStore store;
  private final EffectGate gate;

  /** This store behind this gate. */
  public GatedStore(ObjectStore store, EffectGate gate) {
    this.store = store;
    this.gate = gate;
  }

  private <T> T pass(String verb, String key, Supplier<T> call) {
    Passage passage =
        gate.isShut() ? Passage.REFUSED : gate.ask("store " + verb + " " + place(key));
    T reply = passage.kind() == Passage.Kind.REFUSED ? null : call.get();
    if (reply == null || passage.kind() != Passage.Kind.PASS) {
      throw new StoreException(StoreFailure.UNREACHABLE, "the test cuts " + verb + " off");
    }
    return reply;
  }

  /** Where it is in the run's folder, in words that are the same for each run. */
  private static String place(String key) {
    String inRun = key.replaceFirst("^[^/]+/[^/]+/[0-9a-f-]{36}(/|$)", "");
    return inRun.isEmpty() ? "all" : inRun;
  }

  private void pass(String verb, String key, Runnable call) {
    pass(
        verb,
        key,
        () -> {
          call.run();
          return true;
        });
  }

  @Override
  public StoreUri root() {
    return store.root();
  }

  @Override
  public Optional<ObjectInfo> head(String key) {
    return pass("head", key, () -> store.head(key));
  }

  @Override
  public byte[] read(String key, int maxBytes) {
    return pass("read", key, () -> store.read(key, maxBytes));
  }

  @Override
  public byte[] readRange(String key, long offset, int length) {
    return pass("readRange", key, () -> store.readRange(key, offset, length));
  }

  @Override
  public void write(String key, byte[] content) {
    pass("write", key, () -> store.write(key, content));
  }

  @Override
  public boolean create(String key, byte[] content) {
    return pass("create", key, () -> store.create(key, content));
  }

  @Override
  public ObjectInfo upload(String key, Path file) {
    return pass("upload", key, () -> store.upload(key, file));
  }

  @Override
  public String download(String key, Path target) {
    return pass("download", key, () -> store.download(key, target));
  }

  @Override
  public List<ObjectInfo> list(String prefix) {
    return pass("list", prefix, () -> store.list(prefix));
  }

  @Override
  public void delete(String key) {
    pass("delete", key, () -> store.delete(key));
  }

  @Override
  public int deleteFolder(String folder) {
    return pass("deleteFolder", folder, () -> store.deleteFolder(folder));
  }

  @Override
  public void check() {
    pass("check", "bucket", store::check);
  }
}
