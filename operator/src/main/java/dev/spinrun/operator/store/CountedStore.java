package dev.spinrun.operator.store;

import dev.spinrun.contract.failure.StoreFailure;
import dev.spinrun.runstore.object.ObjectInfo;
import dev.spinrun.runstore.object.ObjectStore;
import dev.spinrun.runstore.object.StoreException;
import dev.spinrun.runstore.object.StoreUri;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A store that counts its calls: how often a run has a round follows from what one costs. When the
 * time of a round is up it makes no more of them.
 */
final class CountedStore implements ObjectStore {
  /** Longer than any round of a store that is well, deletion of a large folder included. */
  static final Duration LONGEST_ROUND = Duration.ofMinutes(5);

  private final ObjectStore store;
  private final AtomicInteger calls = new AtomicInteger();

  private final Clock clock;
  private volatile Instant end = Instant.MAX;

  CountedStore(ObjectStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Calls after this moment fail. */
  void until(Instant moment) {
    end = moment;
  }

  /** Calls since this was last asked. */
  int takeCalls() {
    return calls.getAndSet(0);
  }

  private ObjectStore counted() {
    if (clock.instant().isAfter(end)) {
      throw new StoreException(
          StoreFailure.UNREACHABLE,
          "%s answers so slowly that a look takes longer than %d minutes. It is begun anew; look at the store and the network."
              .formatted(store.root(), LONGEST_ROUND.toMinutes()));
    }
    calls.incrementAndGet();
    return store;
  }

  @Override
  public StoreUri root() {
    return store.root();
  }

  @Override
  public Optional<ObjectInfo> head(String key) {
    return counted().head(key);
  }

  @Override
  public byte[] readRange(String key, long offset, int length) {
    return counted().readRange(key, offset, length);
  }

  @Override
  public void write(String key, byte[] content) {
    counted().write(key, content);
  }

  @Override
  public boolean create(String key, byte[] content) {
    return counted().create(key, content);
  }

  @Override
  public ObjectInfo upload(String key, Path file) {
    return counted().upload(key, file);
  }

  @Override
  public String download(String key, Path target) {
    return counted().download(key, target);
  }

  @Override
  public List<ObjectInfo> list(String prefix) {
    return counted().list(prefix);
  }

  @Override
  public void delete(String key) {
    counted().delete(key);
  }

  @Override
  public int deleteFolder(String folder) {
    return counted().deleteFolder(folder);
  }

  @Override
  public void check() {
    counted().check();
  }
}
