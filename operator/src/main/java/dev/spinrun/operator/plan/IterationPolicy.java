package dev.spinrun.operator.plan;

import dev.spinrun.operator.observe.StoreFacts;
import dev.spinrun.runstore.json.Documents;
import dev.spinrun.runstore.plan.IterationPlan;
import dev.spinrun.runstore.record.OpponentRecord;
import dev.spinrun.runstore.record.RunIdentity;
import java.util.Optional;

/**
 * Sets an iteration up: who the run is, and the settings of the iteration, both written once. What
 * an earlier operator has written wins.
 */
final class IterationPolicy implements Policy {
  @Override
  public Optional<Decision> decide(Situation s) {
    StoreFacts facts = s.facts();
    if (!s.store().isAnswered()) {
      return Optional.empty();
    }
    if (!s.isStarted() && facts.promoted() != null) {
      // The status was lost, the promotion was not.
      return Optional.of(PromotionPolicy.finish(s, facts.promoted()));
    }
    if (facts.plan() != null) {
      return Optional.empty();
    }
    if (!facts.identified()) {
      return Optional.of(starting(s, identity(s)));
    }
    if (s.iteration() > 0 && (facts.previous() == null || facts.base() == null)) {
      return Optional.of(predecessorMissing(s));
    }
    return Optional.of(freeze(s));
  }

  private static Decision freeze(Situation s) {
    IterationPlan plan;
    try {
      plan = PlanFactory.plan(s.run(), s.iteration(), s.facts().previous(), s.facts().base());
    } catch (IllegalArgumentException e) {
      return Decision.of(
          s.next(),
          Verdict.running(
              Reason.INVALID_SPEC,
              "Iteration %d cannot start: %s. Correct the spec."
                  .formatted(s.iteration(), e.getMessage())));
    }
    return starting(s, StoreTask.Create.of(s.layout().plan(s.iteration()), plan));
  }

  private static StoreTask identity(Situation s) {
    RunIdentity identity =
        new RunIdentity(
            Documents.SCHEMA,
            s.layout().namespace(),
            s.layout().name(),
            s.layout().uid(),
            dev.spinrun.runstore.plan.Method.valueOf(s.spec().method().name()),
            s.spec().model().uri(),
            s.spec().data().uri());
    return StoreTask.Create.of(s.layout().runJson(), identity);
  }

  private static Decision starting(Situation s, StoreTask task) {
    return Decision.of(
            s.status().iterationStartedAt() == null
                ? s.next().iterationStartedAt(s.now())
                : s.next(),
            Verdict.running(
                Reason.ITERATION_STARTING,
                "Iteration %d of %d is being set up."
                    .formatted(s.iteration(), s.spec().iterations())),
            new Action.InStore(task))
        .lookAgainIn(Decision.SOON.multipliedBy(5));
  }

  private static Decision predecessorMissing(Situation s) {
    OpponentRecord previous = s.facts().previous();
    int missing = previous == null ? s.iteration() - 1 : 0;
    return Decision.of(
        s.next(),
        Verdict.running(
            Reason.PREDECESSOR_MISSING,
            "Iteration %d cannot start: %s is not in the store. Restore it."
                .formatted(s.iteration(), s.layout().opponent(missing))));
  }
}
