package dev.spinrun.operator.plan.policy;

import dev.spinrun.contract.plan.Stage;
import dev.spinrun.crds.spec.StagePods;
import dev.spinrun.operator.plan.course.Ending;
import dev.spinrun.operator.plan.decision.Decision;
import dev.spinrun.operator.plan.decision.Reason;
import dev.spinrun.operator.plan.situation.Durations;
import dev.spinrun.operator.plan.situation.Policy;
import dev.spinrun.operator.plan.situation.Situation;
import dev.spinrun.operator.resource.ManualRequest;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A run or a stage that has been active for longer than it may ends the run. */
public final class DeadlinePolicy implements Policy {
  @Override
  public Optional<Decision> decide(Situation s) {
    Optional<Duration> run = exceeded(s.spec().activeDeadline(), s.clock().active(s.now()));
    if (run.isPresent()) {
      return Optional.of(end(s, "The run has been active for longer than spec.activeDeadline"));
    }
    if (!s.isStarted() || s.stage() == Stage.PROMOTE) {
      return Optional.empty();
    }
    return exceeded(limit(s, s.stage()), s.clock().stageActive(s.now()))
        .map(
            limit ->
                end(
                    s,
                    "Stage %s of iteration %d has been active for longer than spec.%s.activeDeadline"
                        .formatted(s.stage().lowerCase(), s.iteration(), s.stage().lowerCase())));
  }

  private static Optional<Duration> exceeded(@Nullable String deadline, Duration active) {
    return Optional.ofNullable(deadline)
        .map(Durations::parse)
        .filter(limit -> active.compareTo(limit) > 0);
  }

  private static @Nullable String limit(Situation s, Stage stage) {
    StagePods pods = s.spec().pods(stage);
    return pods == null ? null : pods.activeDeadline();
  }

  private static Decision end(Situation s, String what) {
    return Ending.failed(
        s,
        Reason.DEADLINE_EXCEEDED,
        what
            + ". Raise it and set the annotation "
            + ManualRequest.Action.RETRY.annotation()
            + " to go on from the last checkpoint.");
  }
}
