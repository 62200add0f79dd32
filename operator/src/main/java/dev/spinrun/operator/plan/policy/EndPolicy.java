package dev.spinrun.operator.plan.policy;

import dev.spinrun.contract.record.Outcome;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.crds.status.ConditionType;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.operator.plan.course.Ending;
import dev.spinrun.operator.plan.course.Outcomes;
import dev.spinrun.operator.plan.course.Progression;
import dev.spinrun.operator.plan.decision.Action;
import dev.spinrun.operator.plan.decision.Decision;
import dev.spinrun.operator.plan.decision.Reason;
import dev.spinrun.operator.plan.decision.Verdict;
import dev.spinrun.operator.plan.situation.Policy;
import dev.spinrun.operator.plan.situation.Situation;
import dev.spinrun.operator.resource.ManualRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run that is over stays as it is, unless it succeeded and more iterations are wanted, or
 * somebody asks for it to go on.
 */
public final class EndPolicy implements Policy {
  @Override
  public Optional<Decision> decide(Situation s) {
    SpinRunStatus status = s.status();
    if (!status.phase().isEnd()) {
      return Optional.empty();
    }
    Verdict last = lastVerdict(s);
    if (last.reason() == Reason.ALL_ITERATIONS_PROMOTED) {
      return Optional.of(
          s.spec().iterations() > s.iteration()
              ? Progression.nextIteration(s, s.status())
              : Decision.of(s.status(), Ending.succeeded(s.iteration())).rest());
    }
    Optional<ManualRequest> retry = s.newRequest(ManualRequest.Action.RETRY);
    if (retry.isPresent() && s.store().isAnswered()) {
      return Optional.of(Continuation.of(s, retry.get(), last.reason()));
    }
    return Optional.of(stay(s, last));
  }

  private static Decision stay(Situation s, Verdict last) {
    Outcome.Result result =
        last.reason() == Reason.CANDIDATE_REJECTED || last.reason() == Reason.STOPPED_AT_REJECTION
            ? Outcome.Result.REJECTED
            : Outcome.Result.FAILED;
    if (s.status().finishedAt() != null) {
      return Decision.of(s.status(), last).rest();
    }
    if (!s.store().isAnswered()) {
      // A store that is out of reach for good must not keep the operator busy for ever.
      return Decision.of(s.status(), last);
    }
    if (isWritten(s.facts().outcome(), result)) {
      return Decision.of(s.status().withFinishedAt(s.nowInSeconds()), last).rest();
    }
    return Decision.of(
        s.status(), last, new Action.InStore(Outcomes.write(s, result, last.message(), s.now())));
  }

  private static boolean isWritten(@Nullable Outcome outcome, Outcome.Result result) {
    return outcome != null && outcome.result() == result;
  }

  /** The reason is kept in the condition: nothing observed later may change why a run ended. */
  static Verdict lastVerdict(Situation s) {
    SpinRunStatus status = s.status();
    Phase phase = status.phase();
    Reason reason =
        Reason.find(status, phase == Phase.FAILED ? ConditionType.FAILED : ConditionType.COMPLETE)
            .filter(Reason::isEnd)
            .orElse(
                phase == Phase.FAILED
                    ? Reason.APPLICATION_RETRIES_EXHAUSTED
                    : Reason.ALL_ITERATIONS_PROMOTED);
    String message = status.message();
    return new Verdict(phase, reason, message == null ? "" : message);
  }
}
