package dev.spinrun.operator.plan;

import java.util.Optional;

/**
 * A Job that was created but not recorded, since the operator ended between the two, is recorded
 * before anything is decided on it: however far it has come meanwhile, it counts.
 */
final class AdoptionPolicy implements Policy {
  @Override
  public Optional<Decision> decide(Situation s) {
    if (s.status().job() != null || s.job().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(StagePolicy.starts(s, s.jobName()).lookAgainIn(Decision.SOON));
  }
}
