package dev.spinrun.operator.plan;

import java.util.Optional;

/** An iteration beyond what is wanted by now is given up: what is promoted is all. */
final class SurplusPolicy implements Policy {
  @Override
  public Optional<Decision> decide(Situation s) {
    int wanted = s.spec().iterations();
    if (s.iteration() <= wanted) {
      return Optional.empty();
    }
    return Optional.of(
        Decision.of(
                Progression.between(GpuTime.lost(s, s.next()).iteration(wanted))
                    .finishedAt(s.nowInSeconds()),
                EndPolicy.succeeded(wanted),
                new Action.DeleteAll())
            .rest());
  }
}
