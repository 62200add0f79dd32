package dev.spinrun.e2e.trouble;

import dev.spinrun.e2e.edge.WatchFlow;
import java.time.Duration;
import java.util.Random;

/** Drops a third of the events of one resource, always the same ones of the same sequence. */
final class DroppingFlow implements WatchFlow {
  private final Random random = new Random(7);
  private final String resource;

  DroppingFlow(String resource) {
    this.resource = resource;
  }

  @Override
  public Duration lag() {
    return Duration.ZERO;
  }

  @Override
  public synchronized int copies(String watched, String event) {
    return watched.equals(resource) && random.nextInt(3) == 0 ? 0 : 1;
  }
}
