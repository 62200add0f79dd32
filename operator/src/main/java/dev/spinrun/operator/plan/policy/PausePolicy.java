package dev.spinrun.operator.plan.policy;

import dev.spinrun.crds.status.Phase;
import dev.spinrun.operator.plan.decision.Decision;
import dev.spinrun.operator.plan.decision.Reason;
import dev.spinrun.operator.plan.decision.Verdict;
import dev.spinrun.operator.plan.situation.Policy;
import dev.spinrun.operator.plan.situation.Situation;
import dev.spinrun.operator.resource.ManualRequest;
import java.util.Optional;

/** An object that says so is left alone: nothing is created, deleted or decided. */
public final class PausePolicy implements Policy {
  @Override
  public Optional<Decision> decide(Situation s) {
    if (!ManualRequest.isPaused(s.run())) {
      return Optional.empty();
    }
    Phase phase = s.status().phase();
    return Optional.of(
        Decision.of(
                s.status(),
                new Verdict(
                    phase,
                    Reason.PAUSED,
                    "The operator leaves this run alone; pods that run go on. Remove the annotation %s to go on."
                        .formatted(ManualRequest.Action.PAUSED.annotation())))
            .withExtent(Decision.Extent.STATUS)
            .rest());
  }
}
