package dev.spinrun.operator.plan.failure;

import java.time.Duration;
import java.util.Objects;

/** How long a retry waits. */
public final class BackOff {
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** Waits are shortened by up to a fifth: runs that failed together do not return together. */
  private static final double LARGEST_CUT = 0.2;

  private static final int CUTS = 1000;

  private BackOff() {}

  /**
   * Doubles with each failure of the iteration, up to ten minutes, less a part that depends on run
   * and number alone: a decision that is made again comes out the same.
   */
  public static Duration delay(Duration first, int failures, String uid) {
    int doublings = Math.min(Math.max(failures, 1) - 1, 20);
    Duration delay = first.multipliedBy(1L << doublings);
    Duration bounded = delay.compareTo(LONGEST) < 0 ? delay : LONGEST;
    double cut = LARGEST_CUT * Math.floorMod(Objects.hash(uid, failures), CUTS) / CUTS;
    return Duration.ofMillis(Math.round(bounded.toMillis() * (1 - cut)));
  }
}
