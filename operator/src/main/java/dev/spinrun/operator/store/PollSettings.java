package dev.spinrun.operator.store;

import java.time.Duration;

/**
 * How stores are polled.
 *
 * @param threads looks and tasks at the same time, over all runs
 * @param shortest time between two looks at a run where something changes
 * @param longest time between two looks at a run where nothing does
 * @param perCall time that each call of a routine look has a run wait, so that a run at rest or at
 *     work costs a bounded share of requests
 * @param forgetAfter a run that nobody has asked about for so long is no longer looked at
 */
public record PollSettings(
    int threads, Duration shortest, Duration longest, Duration perCall, Duration forgetAfter) {
  public PollSettings {
    if (threads < 1
        || shortest.isNegative()
        || shortest.isZero()
        || longest.compareTo(shortest) < 0) {
      throw new IllegalArgumentException(
          "store polling needs at least 1 thread and 0 < shortest <= longest interval (was %d, %s, %s)"
              .formatted(threads, shortest, longest));
    }
  }

  /** The next pause after one in which nothing changed. */
  Duration longer(Duration pause) {
    Duration next = pause.multipliedBy(3).dividedBy(2);
    return next.compareTo(longest) < 0 ? next : longest;
  }
}
