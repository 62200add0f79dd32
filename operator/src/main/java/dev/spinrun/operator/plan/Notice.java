package dev.spinrun.operator.plan;

import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.operator.plan.Reason.Effect;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A change that people want to hear of.
 *
 * @param warning whether somebody may have to do something
 */
public record Notice(boolean warning, String reason, String message) {
  /** Changes of mere detail are in the condition alone: events are kept few. */
  private static final Set<Reason> QUIET =
      EnumSet.of(
          Reason.WAITING_FOR_STORE,
          Reason.STAGE_RUNNING,
          Reason.STAGE_DONE,
          Reason.WAITING_FOR_PODS,
          Reason.QUEUED,
          Reason.PROMOTING,
          Reason.WAITING_FOR_PARENT,
          Reason.DELETING);

  private static final Set<Reason> WARNINGS =
      EnumSet.of(
          Reason.RETRY_SCHEDULED,
          Reason.REJECTED,
          Reason.POD_UNSCHEDULABLE,
          Reason.POD_NOT_STARTING,
          Reason.STORE_UNREACHABLE);

  /** What is new in {@code after}. */
  public static List<Notice> between(SpinRunStatus before, SpinRunStatus after) {
    Optional<Reason> was = reason(before);
    Optional<Reason> is = reason(after);
    if (is.isEmpty() || QUIET.contains(is.get())) {
      return List.of();
    }
    boolean sameAttempt =
        before.iteration() == after.iteration()
            && before.stage() == after.stage()
            && before.attempt() == after.attempt();
    if (is.equals(was) && sameAttempt) {
      return List.of();
    }
    Effect effect = is.get().effect();
    boolean warning =
        effect == Effect.STALLED || effect == Effect.FAILED || WARNINGS.contains(is.get());
    String message = after.message();
    return List.of(new Notice(warning, is.get().text(), message == null ? "" : message));
  }

  /** All conditions but one carry the reason of the verdict. */
  private static Optional<Reason> reason(SpinRunStatus status) {
    return Reason.find(status, "Reconciling");
  }
}
