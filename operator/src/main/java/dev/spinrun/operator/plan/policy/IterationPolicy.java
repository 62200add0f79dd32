package dev.spinrun.operator.plan.policy;

import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.life.Amendment;
import dev.spinrun.contract.life.BaseModel;
import dev.spinrun.contract.plan.IterationPlan;
import dev.spinrun.contract.record.RunIdentity;
import dev.spinrun.operator.observe.StoreFacts;
import dev.spinrun.operator.plan.course.Freezing;
import dev.spinrun.operator.plan.course.Progression;
import dev.spinrun.operator.plan.decision.Action;
import dev.spinrun.operator.plan.decision.Decision;
import dev.spinrun.operator.plan.decision.Reason;
import dev.spinrun.operator.plan.decision.StoreTask;
import dev.spinrun.operator.plan.decision.Verdict;
import dev.spinrun.operator.plan.promotion.Promotions;
import dev.spinrun.operator.plan.situation.Policy;
import dev.spinrun.operator.plan.situation.Situation;
import java.util.Optional;

/**
 * Sets an iteration up: who the run is, and the settings of the iteration, both written once. What
 * an earlier operator has written wins.
 */
public final class IterationPolicy implements Policy {
  @Override
  public Optional<Decision> decide(Situation s) {
    StoreFacts facts = s.facts();
    if (!s.store().isAnswered()) {
      return Optional.empty();
    }
    if (!s.isStarted() && facts.promoted() != null) {
      // The status was lost, the promotion was not.
      return Optional.of(Promotions.finish(s, facts.promoted()));
    }
    if (facts.plan() != null) {
      return Optional.empty();
    }
    if (!facts.identified()) {
      return Optional.of(starting(s, identity(s)));
    }
    if (s.iteration() > 0 && (facts.previous() == null || facts.base() == null)) {
      int missing = facts.previous() == null ? s.iteration() - 1 : 0;
      return Optional.of(missing(s, s.layout().opponent(missing)));
    }
    Amendment amendment = s.current().amendment();
    if (amendment != null && facts.amendedPlan() == null) {
      return Optional.of(missing(s, s.layout().plan(s.iteration(), amendment.ofRevision())));
    }
    return Optional.of(freeze(s));
  }

  private static Decision freeze(Situation s) {
    IterationPlan plan;
    try {
      plan = Freezing.plan(s);
    } catch (IllegalArgumentException e) {
      return Decision.of(
          s.status(),
          Verdict.running(
              Reason.INVALID_SPEC,
              "Iteration %d cannot start: %s. Correct the spec."
                  .formatted(s.iteration(), e.getMessage())));
    }
    String key = s.layout().plan(s.iteration(), s.current().revision());
    return starting(s, StoreTask.Create.of(key, plan));
  }

  private static StoreTask identity(Situation s) {
    BaseModel model = Freezing.model(s);
    RunIdentity identity =
        new RunIdentity(
            Documents.SCHEMA,
            s.layout().namespace(),
            s.layout().name(),
            s.layout().uid(),
            s.spec().method(),
            model.uri(),
            s.spec().data().uri(),
            model.origin());
    return StoreTask.Create.of(s.layout().runJson(), identity);
  }

  private static Decision starting(Situation s, StoreTask task) {
    return Decision.of(
            s.status().withCurrent(c -> c.started(s.now())),
            Progression.starting(s, s.iteration()),
            new Action.InStore(task))
        .lookAgainIn(Decision.SHORTLY);
  }

  private static Decision missing(Situation s, String key) {
    return Decision.of(
        s.status(),
        Verdict.running(
            Reason.PREDECESSOR_MISSING,
            "Iteration %d cannot start: %s is not in the store. Restore it."
                .formatted(s.iteration(), key)));
  }
}
