package dev.spinrun.operator.plan.policy;

import dev.spinrun.contract.life.IterationInProgress;
import dev.spinrun.contract.plan.FrozenPlan;
import dev.spinrun.contract.plan.IterationPlan;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.crds.status.RunClock;
import dev.spinrun.operator.plan.course.Freezing;
import dev.spinrun.operator.plan.course.Progression;
import dev.spinrun.operator.plan.decision.Decision;
import dev.spinrun.operator.plan.decision.Reason;
import dev.spinrun.operator.plan.decision.Verdict;
import dev.spinrun.operator.plan.situation.Situation;
import dev.spinrun.operator.resource.ManualRequest;

/**
 * A run that was over goes on, because somebody asks for it: with fresh budgets and clocks, in the
 * iteration that it ended in.
 */
final class Continuation {
  private Continuation() {}

  /** How it goes on after it ended for this reason. */
  static Decision of(Situation s, ManualRequest request, Reason ended) {
    SpinRunStatus next =
        settings(s, ended)
            .withDecisions(s.decisionsWith(request))
            .withFailures(s.status().failures().startOver())
            .withCurrent(c -> c.withRejections(0).withRetryAt(null))
            .withFinishedAt(null)
            .withClock(new RunClock(s.now(), s.isStarted() ? s.now() : null, null));
    return Decision.of(
            next,
            Verdict.running(
                Reason.RETRY_REQUESTED,
                "Iteration %d resumes, as requested by the annotation %s."
                    .formatted(s.iteration(), request.action().annotation())))
        .lookAgainIn(Decision.SOON);
  }

  private static SpinRunStatus settings(Situation s, Reason ended) {
    FrozenPlan frozen = s.facts().plan();
    if (frozen == null) {
      return s.status();
    }
    if (!isAsFrozen(s, frozen.plan())) {
      // The spec was corrected: the iteration begins anew from its opponent.
      return s.status().withCurrent(IterationInProgress::startingOver);
    }
    return ended == Reason.CANDIDATE_REJECTED || ended == Reason.STOPPED_AT_REJECTION
        ? Progression.amended(s, Progression.makeAgain(s), IterationInProgress::withNewSeed)
        : s.status().withCurrent(IterationInProgress::tryingAgain);
  }

  private static boolean isAsFrozen(Situation s, IterationPlan frozen) {
    if (s.current().amendment() != null) {
      return false;
    }
    try {
      return Freezing.plan(s).equals(frozen);
    } catch (IllegalArgumentException e) {
      // Told when the iteration is frozen anew.
      return false;
    }
  }
}
