package dev.spinrun.operator.store;

import dev.spinrun.contract.failure.StoreFailure;
import dev.spinrun.contract.layout.StoreLayout;
import dev.spinrun.runstore.object.ObjectStore;
import dev.spinrun.runstore.object.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Proof that a store keeps the first of two conditional writes. A proxy may drop the header without
 * a word, and then two operators would both promote: so it is tried before anything depends on it.
 */
public final class ConditionalWrites {
  private static final byte[] FIRST =
      "Two writes here show whether this store keeps the first.\n".getBytes(StandardCharsets.UTF_8);

  private static final int REMEMBERED = 10_000;

  private final Object where;
  private final Supplier<String> fresh;
  private final Proven proven;

  /** Folders of stores that have given proof; it lasts as long as the process. */
  static final class Proven {
    private final Map<Object, Boolean> stores =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Object, Boolean> eldest) {
            return size() > REMEMBERED;
          }
        };

    synchronized boolean has(Object store) {
      return stores.containsKey(store);
    }

    synchronized void add(Object store) {
      stores.put(store, Boolean.TRUE);
    }
  }

  /**
   * Proof of one store.
   *
   * @param where what the proof holds for: another endpoint or folder needs its own
   * @param fresh gives a text that it has never given before
   */
  ConditionalWrites(Object where, Supplier<String> fresh, Proven proven) {
    this.where = where;
    this.fresh = fresh;
    this.proven = proven;
  }

  /** Of a local folder, where the file system sees to it. */
  static ConditionalWrites certain() {
    Proven proven = new Proven();
    proven.add("local");
    return new ConditionalWrites("local", () -> "", proven);
  }

  /**
   * Returns if there is proof, which is asked for with two writes unless it is known.
   *
   * @throws StoreException of kind NO_CONDITIONAL_WRITES
   */
  void ensure(ObjectStore store) {
    if (proven.has(where)) {
      return;
    }
    String key = StoreLayout.CONDITIONAL_WRITE_PROBE;
    store.create(key, FIRST);
    if (store.create(key, fresh.get().getBytes(StandardCharsets.UTF_8))) {
      throw new StoreException(
          StoreFailure.NO_CONDITIONAL_WRITES,
          "A conditional write to %s replaced what was there: the store, or a proxy before it, ignores If-None-Match, and promotions would not be safe. Have the proxy pass the header on, or use a store that knows it; the run goes on by itself then."
              .formatted(store.locate(key)));
    }
    proven.add(where);
  }
}
