package dev.spinrun.operator.plan.decision;

import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.operator.plan.Planner;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a policy decides; {@link Planner} completes it to a plan.
 *
 * @param status with all changes but those that follow from the verdict
 * @param extent what is done besides the actions
 */
@RecordBuilder
public record Decision(
    SpinRunStatus status,
    Verdict verdict,
    List<Action> actions,
    Optional<Duration> lookAgainIn,
    Extent extent)
    implements DecisionBuilder.With {
  /** What is done besides the actions of a decision. */
  public enum Extent {
    /** Jobs that were left behind are removed, annotations answered, and the status written. */
    EVERYTHING,
    /** The status is written. */
    STATUS,
    /** Nothing: the actions change or free the object, on whose version a status is written. */
    NOTHING
  }

  /** Events are only hints and may be lost: everything in progress is looked at this often. */
  public static final Duration TICK = Duration.ofSeconds(30);

  /** For what is about to change. */
  public static final Duration SOON = Duration.ofSeconds(1);

  /** For what should have changed by then, even if the event that tells so is lost. */
  public static final Duration SHORTLY = Duration.ofSeconds(5);

  /**
   * A decision whose status is written, and whose run is looked at again within a {@link #TICK}.
   */
  public static Decision of(SpinRunStatus status, Verdict verdict, Action... actions) {
    return new Decision(status, verdict, List.of(actions), Optional.of(TICK), Extent.EVERYTHING);
  }

  /** The same decision, looked at again after this time or a {@link #TICK}, if that is shorter. */
  public Decision lookAgainIn(Duration delay) {
    return withLookAgainIn(Optional.of(delay.compareTo(TICK) < 0 ? delay : TICK));
  }

  /** The same decision, after which nothing is expected until an event comes. */
  public Decision rest() {
    return withLookAgainIn(Optional.empty());
  }
}
