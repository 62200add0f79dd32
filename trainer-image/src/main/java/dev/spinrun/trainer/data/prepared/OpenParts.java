package dev.spinrun.trainer.data.prepared;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** The parts that were used last, open. */
final class OpenParts<T> implements AutoCloseable {
  /** An open file costs next to nothing, nor do the captions of a part. */
  private static final int MOST = 64;

  private final IntFunction<T> opener;
  private final Consumer<T> closer;
  private final Map<Integer, T> open = new LinkedHashMap<>(16, 0.75f, true);

  OpenParts(IntFunction<T> opener, Consumer<T> closer) {
    this.opener = opener;
    this.closer = closer;
  }

  T part(int number) {
    T part = open.get(number);
    if (part == null) {
      if (open.size() >= MOST) {
        Iterator<T> eldest = open.values().iterator();
        closer.accept(eldest.next());
        eldest.remove();
      }
      part = opener.apply(number);
      open.put(number, part);
    }
    return part;
  }

  @Override
  public void close() {
    open.values().forEach(closer);
    open.clear();
  }
}
