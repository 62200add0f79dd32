package dev.spinrun.operator.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An iteration beyond what is wanted by now is given up: what is promoted is all. */
final class SurplusPolicy implements Policy {
  @Override
  public Optional<Decision> decide(Situation s) {
    int wanted = s.spec().iterations();
    if (s.iteration() <= wanted) {
      return Optional.empty();
    }
    List<Action> actions = new ArrayList<>();
    s.job().ifPresent(job -> actions.add(new Action.Delete(job.getMetadata().getName())));
    Decision end =
        Decision.of(
                Progression.between(GpuTime.lost(s, s.next()).iteration(wanted))
                    .finishedAt(s.nowInSeconds()),
                EndPolicy.succeeded(wanted))
            .with(actions)
            .rest();
    return Optional.of(end);
  }
}
