package dev.spinrun.trainer.tensor.pickle;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The stack of a pickle's machine: values, and marks between them. Takes nothing for granted: what
 * is not there, or of another type, is a {@link DamagedPickleException}.
 */
final class PickleStack {
  /**
   * Values that a pickle may make, marks included. A tensor takes about 25; a byte of a pickle may
   * make a value of a hundred bytes, so the length of the pickle is no bound.
   */
  static final int MAX_VALUES = 1_000_000;

  private final Deque<List<Object>> marked = new ArrayDeque<>();
  private List<Object> values = new ArrayList<>();
  private int made;

  void push(Object value) {
    count();
    values.add(value);
  }

  void mark() {
    count();
    marked.push(values);
    values = new ArrayList<>();
  }

  private void count() {
    made++;
    if (made > MAX_VALUES) {
      throw new DamagedPickleException("it makes more than %d values".formatted(MAX_VALUES));
    }
  }

  <T> T top(Class<T> type) {
    if (values.isEmpty()) {
      throw new DamagedPickleException("it takes a value where none is");
    }
    Object top = values.get(values.size() - 1);
    if (!type.isInstance(top)) {
      throw new DamagedPickleException(
          "it takes a %s where a %s is"
              .formatted(type.getSimpleName(), top.getClass().getSimpleName()));
    }
    return type.cast(top);
  }

  <T> T pop(Class<T> type) {
    T top = top(type);
    values.remove(values.size() - 1);
    return top;
  }

  /** The topmost values, lowest first; nobody can change the list. */
  List<Object> last(int count) {
    if (values.size() < count) {
      throw new DamagedPickleException(
          "it takes %d values where %d are".formatted(count, values.size()));
    }
    List<Object> last = values.subList(values.size() - count, values.size());
    List<Object> taken = List.copyOf(last);
    last.clear();
    return taken;
  }

  /** The values above the last mark, which is taken away; nobody can change the list. */
  List<Object> sinceMark() {
    if (marked.isEmpty()) {
      throw new DamagedPickleException("it goes back to a mark where none is");
    }
    List<Object> above = List.copyOf(values);
    values = marked.pop();
    return above;
  }
}
