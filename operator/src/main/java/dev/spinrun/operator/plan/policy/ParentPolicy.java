package dev.spinrun.operator.plan.policy;

import dev.spinrun.contract.settings.Storage;
import dev.spinrun.crds.SpinRun;
import dev.spinrun.crds.spec.ParentIteration;
import dev.spinrun.operator.plan.decision.Decision;
import dev.spinrun.operator.plan.decision.Reason;
import dev.spinrun.operator.plan.decision.Verdict;
import dev.spinrun.operator.plan.situation.Policy;
import dev.spinrun.operator.plan.situation.Situation;
import java.util.Objects;
import java.util.Optional;

/**
 * A run that branches off waits for the iteration that it branches off from. The parent's object is
 * needed once, to find its folder in the store; afterwards the store alone is asked.
 */
public final class ParentPolicy implements Policy {
  @Override
  public Optional<Decision> decide(Situation s) {
    ParentIteration from = s.spec().model().from();
    if (from == null || s.iteration() > 0 || s.facts().plan() != null) {
      return Optional.empty();
    }
    if (s.status().parentUid() == null) {
      return Optional.of(find(s, from));
    }
    return s.store().isAnswered() && s.facts().parent() == null
        ? Optional.of(
            Decision.of(
                s.status(),
                Verdict.running(
                    Reason.WAITING_FOR_PARENT,
                    "Iteration %d of SpinRun %s is not promoted yet; this run starts once it is."
                        .formatted(from.iteration(), from.run()))))
        : Optional.empty();
  }

  private static Decision find(Situation s, ParentIteration from) {
    SpinRun parent = s.observed().parent();
    if (parent == null) {
      return Decision.of(
          s.status(),
          Verdict.running(
              Reason.PARENT_MISSING,
              "SpinRun %s, which spec.model.from names, is not in this namespace. Create it, or create this run anew with the folder of its opponent as model.uri."
                  .formatted(from.run())));
    }
    Storage theirs = parent.getSpec().storage().settings();
    Storage ours = s.spec().storage().settings();
    if (!theirs.root().equals(ours.root()) || !Objects.equals(theirs.endpoint(), ours.endpoint())) {
      return Decision.of(
          s.status(),
          Verdict.running(
              Reason.INVALID_SPEC,
              "SpinRun %s keeps its opponents in %s, this run in %s: model.from needs the same storage. Create this run anew with that storage, or with the folder of the opponent as model.uri."
                  .formatted(from.run(), theirs.uri(), ours.uri())));
    }
    return Decision.of(
            s.status().withParentUid(parent.getMetadata().getUid()),
            Verdict.running(
                Reason.WAITING_FOR_PARENT,
                "Iteration %d of SpinRun %s is looked up.".formatted(from.iteration(), from.run())))
        .lookAgainIn(Decision.SOON);
  }
}
