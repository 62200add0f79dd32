package dev.spinrun.operator.store;

import dev.spinrun.contract.json.Documents;
import dev.spinrun.runstore.object.ObjectStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Documents that are written once: each is read until it is there, and then never again. One run's,
 * for one iteration, so that memory does not grow with the run. Used by one thread at a time.
 */
final class Committed {
  private final Map<String, Object> known = new HashMap<>();
  private int iteration = -1;

  /**
   * Forgets what belongs to another iteration.
   *
   * @param lasting keys of what does not
   */
  void about(int asked, Set<String> lasting) {
    if (asked != iteration) {
      known.keySet().retainAll(lasting);
      iteration = asked;
    }
  }

  /** What was committed is deleted. */
  void forget() {
    known.clear();
  }

  /** The document at this key, if it is there. */
  <T> @Nullable T document(ObjectStore store, String key, Class<T> type) {
    return once(store, key, type, (bytes, where) -> Documents.read(bytes, type, where));
  }

  /** What a reader makes of the bytes at this key, if there are any. */
  @SuppressWarnings("unchecked") // a key always holds the same type
  <T> @Nullable T once(
      ObjectStore store, String key, Class<?> type, BiFunction<byte[], String, T> reader) {
    Object value = known.get(key);
    if (value == null) {
      value = StoredDocument.of(store, key, type, reader).orElse(null);
      if (value != null) {
        known.put(key, value);
      }
    }
    return (T) value;
  }

  /** Whether there is an object at this key. */
  boolean exists(ObjectStore store, String key) {
    if (!known.containsKey(key) && store.head(key).isPresent()) {
      known.put(key, true);
    }
    return known.containsKey(key);
  }
}
