package dev.spinrun.trainer.workers;

import com.sun.jna.Pointer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A collective on its way. */
final class Flight {
  private final long begin = System.nanoTime();
  private volatile @Nullable Pointer end;

  /** Happens when it is done; absent until it is in its stream. */
  @Nullable Pointer end() {
    return end;
  }

  void endsWith(Pointer event) {
    end = event;
  }

  boolean isOver(NcclLibrary library) {
    Pointer event = end;
    return event != null && library.hasHappened(event);
  }

  boolean isLongerThan(Duration timeout) {
    return System.nanoTime() - begin > timeout.toNanos();
  }
}
