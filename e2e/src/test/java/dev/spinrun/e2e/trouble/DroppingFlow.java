package dev.spinrun.e2e.trouble;

import dev.spinrun.e2e.edge.WatchFlow;
import java.time.Duration;
import java.util.Random;

/**
 * Drops some events of one resource, always the same ones of the same sequence. Bookmarks are
 * dropped, too: an API server sends one only when all that it covers has been sent, and the
 * operator's cache of its own writes relies on that.
 */
final class DroppingFlow implements WatchFlow {
  private final Random random = new Random(7);
  private final String resource;
  private final int oneOf;

  /** Drops one event of so many; each, if that is 1. */
  DroppingFlow(String resource, int oneOf) {
    this.resource = resource;
    this.oneOf = oneOf;
  }

  @Override
  public Duration lag() {
    return Duration.ZERO;
  }

  @Override
  public synchronized int copies(String watched, String event) {
    boolean lost =
        watched.equals(resource)
            && (event.contains("\"type\":\"BOOKMARK\"") || random.nextInt(oneOf) == 0);
    return lost ? 0 : 1;
  }
}
