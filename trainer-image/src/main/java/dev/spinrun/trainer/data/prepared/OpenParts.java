package dev.spinrun.trainer.data.prepared;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;

/** The parts that were used last, open. */
final class OpenParts<T extends AutoCloseable> implements AutoCloseable {
  /** An open file costs next to nothing, nor do the captions of a part. */
  private static final int MOST = 64;

  private final IntFunction<T> opener;
  private final Map<Integer, T> open = new LinkedHashMap<>(16, 0.75f, true);

  OpenParts(IntFunction<T> opener) {
    this.opener = opener;
  }

  T part(int number) {
    T part = open.get(number);
    if (part == null) {
      if (open.size() >= MOST) {
        Iterator<T> eldest = open.values().iterator();
        close(eldest.next());
        eldest.remove();
      }
      part = opener.apply(number);
      open.put(number, part);
    }
    return part;
  }

  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("A part cannot be closed.", e);
    }
  }

  @Override
  public void close() {
    open.values().forEach(OpenParts::close);
    open.clear();
  }
}
