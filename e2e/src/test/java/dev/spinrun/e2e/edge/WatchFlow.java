package dev.spinrun.e2e.edge;

import java.time.Duration;

/** How events of watches arrive at one operator. Called by many threads. */
public interface WatchFlow {
  /** At once, each event once. */
  WatchFlow PROMPT =
      new WatchFlow() {
        @Override
        public Duration lag() {
          return Duration.ZERO;
        }

        @Override
        public int copies(String resource, String event) {
          return 1;
        }
      };

  /** By how much an event is late. */
  Duration lag();

  /**
   * How often an event is delivered: 0 drops it.
   *
   * @param resource what is watched, for example {@code jobs}
   * @param event one line of JSON
   */
  int copies(String resource, String event);
}
