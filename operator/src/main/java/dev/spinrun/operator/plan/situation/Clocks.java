package dev.spinrun.operator.plan.situation;

import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.crds.status.RunClock;
import dev.spinrun.operator.plan.decision.Reason;
import dev.spinrun.operator.plan.decision.Verdict;
import java.time.Duration;

/**
 * The clock of a run stands still while nothing can be expected of it: suspended, in a queue,
 * awaiting a decision, over. Back-off waits with it. All of it is in the status, so that a restart
 * of the operator loses no time and gains none.
 */
public final class Clocks {
  private Clocks() {}

  /** The status with its clock standing or going as the verdict wants it. */
  public static SpinRunStatus at(Situation s, SpinRunStatus status, Verdict verdict) {
    RunClock clock = status.clock();
    if (isIdle(verdict)) {
      return status.withClock(clock.stopped(s.now()));
    }
    if (verdict.phase() == Phase.PENDING) {
      return status;
    }
    Duration idle = clock.idle(s.now());
    return status
        .withClock(clock.going(s.now()).started(s.now()))
        .withCurrent(c -> c.withRetryAt(RunClock.later(c.retryAt(), idle)));
  }

  private static boolean isIdle(Verdict verdict) {
    return verdict.reason() == Reason.QUEUED
        || switch (verdict.phase()) {
          case SUSPENDING, SUSPENDED, AWAITING_PROMOTION, SUCCEEDED, FAILED -> true;
          case PENDING, RUNNING -> false;
        };
  }
}
