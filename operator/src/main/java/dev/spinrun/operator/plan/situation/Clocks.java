package dev.spinrun.operator.plan.situation;

import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.crds.StatusBuilder;
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
  public static StatusBuilder at(Situation s, StatusBuilder next, Verdict verdict) {
    SpinRunStatus status = next.build();
    RunClock clock = status.clock();
    if (isIdle(verdict)) {
      return next.clock(clock.stopped(s.now()));
    }
    if (verdict.phase() == Phase.PENDING) {
      return next;
    }
    Duration idle = clock.idle(s.now());
    return next.clock(clock.going(s.now()).started(s.now()))
        .current(c -> c.toBuilder().retryAt(RunClock.later(c.retryAt(), idle)).build());
  }

  private static boolean isIdle(Verdict verdict) {
    return verdict.reason() == Reason.QUEUED
        || switch (verdict.phase()) {
          case SUSPENDING, SUSPENDED, AWAITING_PROMOTION, SUCCEEDED, FAILED -> true;
          case PENDING, RUNNING -> false;
        };
  }
}
