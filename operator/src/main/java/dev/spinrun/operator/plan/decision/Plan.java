package dev.spinrun.operator.plan.decision;

import dev.spinrun.crds.SpinRunStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What to do now, what to record, and when to look again.
 *
 * @param status the whole new status
 * @param lookAgainIn at the latest; empty if nothing will happen unless something changes
 */
public record Plan(List<Action> actions, SpinRunStatus status, Optional<Duration> lookAgainIn) {
  public Plan {
    actions = List.copyOf(actions);
  }
}
