package dev.spinrun.operator.plan.decision;

import dev.spinrun.crds.SpinRun;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.crds.status.ConditionType;
import dev.spinrun.crds.status.ManualDecision;
import dev.spinrun.operator.plan.decision.Reason.Effect;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

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
          // The start of its first stage says the same.
          Reason.ITERATION_STARTING,
          Reason.STAGE_RUNNING,
          Reason.STAGE_DONE,
          Reason.WAITING_FOR_PODS,
          Reason.QUEUED,
          Reason.PROMOTING,
          Reason.WAITING_FOR_PARENT,
          // The answer to the annotation says the same.
          Reason.RETRY_REQUESTED,
          Reason.DELETING);

  private static final Set<Reason> WARNINGS =
      EnumSet.of(
          Reason.RETRY_SCHEDULED,
          Reason.REJECTED,
          Reason.POD_UNSCHEDULABLE,
          Reason.POD_NOT_STARTING,
          Reason.PROGRESS_STALLED,
          Reason.STORE_UNREACHABLE);

  /** What is new in {@code after}. */
  public static List<Notice> between(SpinRunStatus before, SpinRunStatus after) {
    return Stream.concat(
            after.decisions().stream()
                .filter(decision -> !before.decisions().contains(decision))
                .map(Notice::of),
            progress(before, after).stream())
        .toList();
  }

  private static Notice of(ManualDecision decision) {
    String asked =
        "Annotation %s/%s: %s%s"
            .formatted(
                SpinRun.GROUP,
                decision.action(),
                decision.value(),
                decision.by() == null ? "" : " (set by " + decision.by() + ")");
    return decision.answer() == ManualDecision.Answer.ACCEPTED
        ? new Notice(false, Reason.DECISION_ACCEPTED.text(), asked + " is acted on.")
        : new Notice(
            true,
            Reason.DECISION_REFUSED.text(),
            "%s is not acted on. %s".formatted(asked, decision.message()));
  }

  private static Optional<Notice> progress(SpinRunStatus before, SpinRunStatus after) {
    Optional<Reason> was = reason(before);
    Optional<Reason> is = reason(after);
    if (is.isEmpty() || QUIET.contains(is.get())) {
      return Optional.empty();
    }
    boolean sameAttempt =
        before.iteration() == after.iteration()
            && before.current().stage() == after.current().stage()
            && before.current().attempt() == after.current().attempt();
    if (is.equals(was) && sameAttempt) {
      return Optional.empty();
    }
    Effect effect = is.get().effect();
    boolean warning =
        effect == Effect.STALLED || effect == Effect.FAILED || WARNINGS.contains(is.get());
    String message = after.message();
    return Optional.of(new Notice(warning, is.get().text(), message == null ? "" : message));
  }

  /** All conditions but one carry the reason of the verdict. */
  private static Optional<Reason> reason(SpinRunStatus status) {
    return Reason.find(status, ConditionType.RECONCILING);
  }
}
