package dev.spinrun.operator.plan.policy;

import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.crds.status.ConditionType;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.operator.observe.StoreProblem;
import dev.spinrun.operator.plan.decision.Decision;
import dev.spinrun.operator.plan.decision.Reason;
import dev.spinrun.operator.plan.decision.Reason.Effect;
import dev.spinrun.operator.plan.decision.Verdict;
import dev.spinrun.operator.plan.situation.Policy;
import dev.spinrun.operator.plan.situation.Situation;
import dev.spinrun.operator.resource.Jobs;
import java.util.Optional;

/**
 * Without an answer of the store nothing new begins. What runs goes on: a run does not fail because
 * the operator cannot reach the store for a while.
 */
public final class StorePolicy implements Policy {
  @Override
  public Optional<Decision> decide(Situation s) {
    StoreProblem problem = s.store().problem();
    Phase phase = phase(s);
    if (problem != null) {
      return Optional.of(
          Decision.of(
              s.status(), new Verdict(phase, Reason.of(problem.kind()), problem.message())));
    }
    if (s.store().isAnswered()) {
      return Optional.empty();
    }
    if (s.job().filter(job -> !Jobs.isFinished(job)).isPresent()) {
      // Its end is seen without the store; what else the Job's pods say is worth telling.
      return Optional.empty();
    }
    Verdict waiting = new Verdict(phase, Reason.WAITING_FOR_STORE, "Looking into the store.");
    return Optional.of(
        Decision.of(s.status(), lastVerdict(s).orElse(waiting)).lookAgainIn(Decision.SHORTLY));
  }

  /** Each step asks anew: that an answer is on its way is not worth a status of its own. */
  private static Optional<Verdict> lastVerdict(Situation s) {
    SpinRunStatus status = s.status();
    return switch (status.phase()) {
      case SUSPENDING, SUSPENDED, SUCCEEDED, FAILED -> Optional.empty();
      case PENDING, RUNNING, AWAITING_PROMOTION ->
          Reason.find(status, ConditionType.RECONCILING)
              .filter(reason -> reason.effect() == Effect.PROGRESS)
              .map(reason -> new Verdict(status.phase(), reason, message(status)));
    };
  }

  private static String message(SpinRunStatus status) {
    return status.message() == null ? "" : status.message();
  }

  /** Whoever is to decide on a candidate can do so when the store is back. */
  private static Phase phase(Situation s) {
    if (s.status().phase() == Phase.AWAITING_PROMOTION) {
      return Phase.AWAITING_PROMOTION;
    }
    return !s.isStarted() && s.iteration() == 0 ? Phase.PENDING : Phase.RUNNING;
  }
}
