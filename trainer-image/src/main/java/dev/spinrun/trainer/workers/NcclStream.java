package dev.spinrun.trainer.workers;

import com.sun.jna.Pointer;
import java.util.ArrayDeque;
import java.util.Deque;

/** The stream of a group's collectives, with its events. Used by one thread at a time. */
final class NcclStream {
  private final NcclLibrary library;
  private final Pointer stream;
  private final Deque<Pointer> events = new ArrayDeque<>();
  private final Deque<Pointer> spare = new ArrayDeque<>();
  private final Pointer computed;

  /** Makes it. */
  NcclStream(NcclLibrary library) {
    this.library = library;
    this.stream = library.newStream();
    this.computed = newEvent();
  }

  private Pointer newEvent() {
    Pointer event = library.newEvent();
    events.add(event);
    return event;
  }

  Pointer pointer() {
    return stream;
  }

  /** Holds back what comes next until all is computed that libtorch was told to compute so far. */
  void holdUntilComputed() {
    library.record(computed, NcclLibrary.COMPUTING);
    library.holdUntil(computed, stream);
  }

  /** An event that happens when all that is in the stream now is done. */
  Pointer mark() {
    Pointer event = spare.isEmpty() ? newEvent() : spare.pop();
    library.record(event, stream);
    return event;
  }

  /** The event has happened, and is of no more use to the caller. */
  void recycle(Pointer event) {
    spare.push(event);
  }

  /** Frees stream and events. */
  void destroy() {
    events.forEach(library::destroyEvent);
    library.destroyStream(stream);
  }
}
