package dev.spinrun.operator.plan;

import dev.spinrun.crds.StatusBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a policy decides; {@link Planner} completes it to a plan.
 *
 * @param status with all changes but those that follow from the verdict
 */
record Decision(
    StatusBuilder status, Verdict verdict, List<Action> actions, Optional<Duration> lookAgainIn) {

  /** Events are only hints and may be lost: everything in progress is looked at this often. */
  static final Duration TICK = Duration.ofSeconds(30);

  /** For what is about to change. */
  static final Duration SOON = Duration.ofSeconds(1);

  static Decision of(StatusBuilder status, Verdict verdict, Action... actions) {
    return new Decision(status, verdict, List.of(actions), Optional.of(TICK));
  }

  Decision lookAgainIn(Duration delay) {
    return new Decision(
        status, verdict, actions, Optional.of(delay.compareTo(TICK) < 0 ? delay : TICK));
  }

  Decision rest() {
    return new Decision(status, verdict, actions, Optional.empty());
  }
}
