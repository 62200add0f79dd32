package dev.spinrun.operator.plan;

import dev.spinrun.crds.StatusBuilder;
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
    return Optional.of(starts(s, s.jobName()).lookAgainIn(Decision.SOON));
  }

  /** Records the first or next Job of a stage. */
  static Decision starts(Situation s, String job, Action... actions) {
    StatusBuilder next = s.isStarted() ? s.next() : Progression.begin(s, s.next());
    return Decision.of(
        next.jobStarted(job).retryAt(null),
        Verdict.running(
            Reason.STAGE_STARTING,
            "%s of iteration %d starts as Job %s."
                .formatted(s.stage().title(), s.iteration(), job)),
        actions);
  }
}
