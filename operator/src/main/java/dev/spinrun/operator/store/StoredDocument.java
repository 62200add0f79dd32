package dev.spinrun.operator.store;

import dev.spinrun.contract.failure.StoreFailure;
import dev.spinrun.contract.json.Documents;
import dev.spinrun.runstore.object.ObjectStore;
import dev.spinrun.runstore.object.StoreException;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Reads a document from a store that nobody vouches for: it is small, parsed while no other is, and
 * never quoted.
 */
final class StoredDocument {
  private static final int MAX_BYTES = 256 << 10;

  /** A hint has a handful of numbers. */
  private static final int MAX_HINT_BYTES = 16 << 10;

  /** Parsed, a document takes many times its bytes; the heap is small and stores are many. */
  private static final Object ONE_AT_A_TIME = new Object();

  private StoredDocument() {}

  /** The document at this key, if there is one. */
  static <T> Optional<T> of(ObjectStore store, String key, Class<T> type) {
    return of(store, key, type, (bytes, where) -> Documents.read(bytes, type, where));
  }

  /** What a reader makes of the document of a type at this key, if there is one. */
  static <T> Optional<T> of(
      ObjectStore store, String key, Class<?> type, BiFunction<byte[], String, T> reader) {
    return bytes(store, key, MAX_BYTES).map(bytes -> parsed(store, key, type, bytes, reader));
  }

  /** The same, where a document that is large or broken counts as none. */
  static <T> Optional<T> advisory(ObjectStore store, String key, Class<T> type) {
    try {
      return bytes(store, key, MAX_HINT_BYTES)
          .map(b -> parsed(store, key, type, b, (c, where) -> Documents.read(c, type, where)));
    } catch (StoreException e) {
      if (e.kind() == StoreFailure.TOO_LARGE || e.kind() == StoreFailure.CORRUPT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Optional<byte[]> bytes(ObjectStore store, String key, int maxBytes) {
    try {
      return Optional.of(store.read(key, maxBytes));
    } catch (StoreException e) {
      if (e.kind() == StoreFailure.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static <T> T parsed(
      ObjectStore store,
      String key,
      Class<?> type,
      byte[] bytes,
      BiFunction<byte[], String, T> reader) {
    String where = store.locate(key);
    try {
      synchronized (ONE_AT_A_TIME) {
        return reader.apply(bytes, where);
      }
    } catch (RuntimeException | StackOverflowError e) {
      throw new StoreException(
          StoreFailure.CORRUPT,
          "%s is no valid %s of this version. Restore it, or use the same version of operator and trainer."
              .formatted(where, type.getSimpleName()));
    }
  }
}
