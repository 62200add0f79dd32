package dev.spinrun.operator.store;

import java.time.Duration;

/**
 * How stores are polled.
 *
 * @param threads rounds at the same time, over all runs of one endpoint
 * @param shortest time between two rounds of a run where something changes
 * @param longest time between two rounds of a run where nothing does, unless its share is rarer
 * @param share what each call of a routine round costs in waiting
 * @param forgetAfter a run that nobody has asked about for so long has no more rounds
 */
public record PollSettings(
    int threads, Duration shortest, Duration longest, Share share, Duration forgetAfter) {
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

  /** No run that is still asked about goes unseen for longer. */
  Duration rarest() {
    return forgetAfter.dividedBy(3);
  }

  /** The next pause after one in which nothing changed. */
  Duration longer(Duration pause) {
    Duration next = pause.multipliedBy(3).dividedBy(2);
    return next.compareTo(longest) < 0 ? next : longest;
  }

  /**
   * How long to wait for each call of a routine round, so that requests stay within bounds.
   *
   * @param ofOne run: its share, at rest and at work
   * @param ofAll runs taken together, so that thousands ask no more of the store than hundreds do
   */
  public record Share(Duration ofOne, Duration ofAll) {
    /** As often as the other settings say. */
    public static final Share UNBOUNDED = new Share(Duration.ZERO, Duration.ZERO);

    /** The pause after a round of so many calls, with so many runs. */
    Duration pause(int calls, int runs) {
      Duration all = ofAll.multipliedBy(runs);
      return (all.compareTo(ofOne) > 0 ? all : ofOne).multipliedBy(calls);
    }
  }
}
