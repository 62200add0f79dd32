package dev.spinrun.operator.plan.policy;

import dev.spinrun.contract.plan.Stage;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.operator.plan.course.Progression;
import dev.spinrun.operator.plan.decision.Decision;
import dev.spinrun.operator.plan.situation.Policy;
import dev.spinrun.operator.plan.situation.Situation;
import java.util.Optional;

/**
 * A Job that was created but not recorded, since the operator ended between the two, is recorded
 * before anything is decided on it: however far it has come meanwhile, it counts.
 */
public final class AdoptionPolicy implements Policy {
  @Override
  public Optional<Decision> decide(Situation s) {
    if (s.stage() == Stage.PROMOTE) {
      return Optional.empty();
    }
    if (s.current().job() == null && s.job().isPresent()) {
      return adopted(s, s.isStarted() ? s.status() : Progression.begin(s, s.status()));
    }
    // It is created only once the present stage is done.
    return s.job(s.following(), s.current().attempt() + 1).isPresent()
        ? adopted(s, Progression.following(s))
        : Optional.empty();
  }

  private static Optional<Decision> adopted(Situation s, SpinRunStatus next) {
    return Optional.of(Progression.started(s, next).lookAgainIn(Decision.SOON));
  }
}
