package dev.spinrun.operator.plan.policy;

import dev.spinrun.operator.plan.course.Ending;
import dev.spinrun.operator.plan.course.Progression;
import dev.spinrun.operator.plan.decision.Action;
import dev.spinrun.operator.plan.decision.Decision;
import dev.spinrun.operator.plan.situation.GpuTime;
import dev.spinrun.operator.plan.situation.Policy;
import dev.spinrun.operator.plan.situation.Situation;
import java.util.Optional;

/** An iteration beyond what is wanted by now is given up: what is promoted is all. */
public final class SurplusPolicy implements Policy {
  @Override
  public Optional<Decision> decide(Situation s) {
    int wanted = s.spec().iterations();
    if (s.iteration() <= wanted) {
      return Optional.empty();
    }
    return Optional.of(
        Decision.of(
                Progression.between(GpuTime.lost(s, s.status()).withIteration(wanted))
                    .withFinishedAt(s.nowInSeconds()),
                Ending.succeeded(wanted),
                new Action.DeleteAll())
            .rest());
  }
}
