package dev.spinrun.operator.plan.policy;

import dev.spinrun.crds.spec.Retention.OnDelete;
import dev.spinrun.operator.plan.decision.Action;
import dev.spinrun.operator.plan.decision.Decision;
import dev.spinrun.operator.plan.decision.Decision.Extent;
import dev.spinrun.operator.plan.decision.Reason;
import dev.spinrun.operator.plan.decision.Verdict;
import dev.spinrun.operator.plan.situation.Policy;
import dev.spinrun.operator.plan.situation.Situation;
import dev.spinrun.operator.resource.Finalizer;
import dev.spinrun.operator.resource.ManualRequest;
import java.util.List;
import java.util.Optional;

/** A run whose folder is deleted with it has our finalizer, and no other run has. */
public final class FinalizerPolicy implements Policy {
  @Override
  public Optional<Decision> decide(Situation s) {
    boolean wanted = s.spec().retention().onDelete() == OnDelete.DELETE;
    boolean deleted = s.run().getMetadata().getDeletionTimestamp() != null;
    return deleted || ManualRequest.isPaused(s.run()) || wanted == Finalizer.isOn(s.run())
        ? Optional.empty()
        : Optional.of(
            // Nobody reads the verdict: no status is written beside this change of the object.
            Decision.of(
                    s.status(),
                    Verdict.running(Reason.ITERATION_STARTING, "The finalizer changes first."))
                .withActions(List.of(new Action.Hold(wanted)))
                .withExtent(Extent.NOTHING)
                .lookAgainIn(Decision.SOON));
  }
}
