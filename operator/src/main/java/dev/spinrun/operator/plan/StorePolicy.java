package dev.spinrun.operator.plan;

import dev.spinrun.crds.status.Phase;
import dev.spinrun.operator.observe.StoreProblem;
import dev.spinrun.operator.resource.Jobs;
import java.util.Optional;

/**
 * Without an answer of the store nothing new begins. What runs goes on: a run does not fail because
 * the operator cannot reach the store for a while.
 */
final class StorePolicy implements Policy {
  @Override
  public Optional<Decision> decide(Situation s) {
    StoreProblem problem = s.store().problem();
    Phase phase = phase(s);
    if (problem != null) {
      return Optional.of(
          Decision.of(s.next(), new Verdict(phase, Reason.of(problem.kind()), problem.message())));
    }
    if (s.store().isAnswered()) {
      return Optional.empty();
    }
    if (s.job().filter(job -> !Jobs.isFinished(job)).isPresent()) {
      // Its end is seen without the store; what else the Job's pods say is worth telling.
      return Optional.empty();
    }
    return Optional.of(
        Decision.of(
                s.next(), new Verdict(phase, Reason.WAITING_FOR_STORE, "Looking into the store."))
            .lookAgainIn(Decision.SOON.multipliedBy(5)));
  }

  /** Whoever is to decide on a candidate can do so when the store is back. */
  private static Phase phase(Situation s) {
    if (s.status().phase() == Phase.AWAITING_PROMOTION) {
      return Phase.AWAITING_PROMOTION;
    }
    return s.status().stage() == null && s.iteration() == 0 ? Phase.PENDING : Phase.RUNNING;
  }
}
