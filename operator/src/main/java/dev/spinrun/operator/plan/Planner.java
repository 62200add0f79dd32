package dev.spinrun.operator.plan;

import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.operator.observe.Observed;
import dev.spinrun.operator.plan.decision.Action;
import dev.spinrun.operator.plan.decision.Decision;
import dev.spinrun.operator.plan.decision.Decision.Extent;
import dev.spinrun.operator.plan.decision.Obstacle;
import dev.spinrun.operator.plan.decision.Plan;
import dev.spinrun.operator.plan.decision.Verdict;
import dev.spinrun.operator.plan.failure.FailedAttemptPolicy;
import dev.spinrun.operator.plan.policy.AdoptionPolicy;
import dev.spinrun.operator.plan.policy.BudgetPolicy;
import dev.spinrun.operator.plan.policy.DeadlinePolicy;
import dev.spinrun.operator.plan.policy.DeletionPolicy;
import dev.spinrun.operator.plan.policy.EndPolicy;
import dev.spinrun.operator.plan.policy.FinalizerPolicy;
import dev.spinrun.operator.plan.policy.IterationPolicy;
import dev.spinrun.operator.plan.policy.ParentPolicy;
import dev.spinrun.operator.plan.policy.PausePolicy;
import dev.spinrun.operator.plan.policy.Refusals;
import dev.spinrun.operator.plan.policy.StagePolicy;
import dev.spinrun.operator.plan.policy.StorePolicy;
import dev.spinrun.operator.plan.policy.SurplusPolicy;
import dev.spinrun.operator.plan.policy.SuspensionPolicy;
import dev.spinrun.operator.plan.promotion.PromotionPolicy;
import dev.spinrun.operator.plan.situation.Clocks;
import dev.spinrun.operator.plan.situation.Conditions;
import dev.spinrun.operator.plan.situation.Policy;
import dev.spinrun.operator.plan.situation.Situation;
import dev.spinrun.operator.resource.ManualRequest;
import dev.spinrun.operator.resource.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides what to do with a run. The policies are tried in this order, and the first that decides,
 * decides.
 */
public final class Planner {
  private final List<Policy> policies;

  /**
   * A planner.
   *
   * @param platform what the pods of all runs are given
   */
  public Planner(Platform platform) {
    policies =
        List.of(
            new FinalizerPolicy(), // before anything is written that a deletion has to find again
            new DeletionPolicy(), // the object is about to go
            new PausePolicy(), // told to leave it alone
            new EndPolicy(), // nothing more to do
            new AdoptionPolicy(), // a Job that is not on record
            new SurplusPolicy(), // fewer iterations are wanted than begun
            new SuspensionPolicy(), // told to stop
            new BudgetPolicy(), // nothing left to pay with
            new DeadlinePolicy(), // active for too long
            new FailedAttemptPolicy(), // retry or give up
            new StorePolicy(), // without the store nothing new begins
            new ParentPolicy(), // the checkpoint of another run to start from
            new IterationPolicy(), // identity, adopted promotion, frozen settings
            new PromotionPolicy(), // the last stage is our own
            new StagePolicy(platform)); // the Job of the stage
  }

  /** What to do now. */
  public Plan plan(Observed observed) {
    Situation situation = new Situation(observed);
    for (Policy policy : policies) {
      Optional<Decision> decision = policy.decide(situation);
      if (decision.isPresent()) {
        return complete(situation, decision.get());
      }
    }
    throw new IllegalStateException("no policy decided on " + situation.status());
  }

  /**
   * The plan when the one before could not be carried out. A run that is over stays over, for its
   * own reason: what is left to do for it is tried again.
   */
  public Plan obstructed(Observed observed, Obstacle obstacle) {
    Situation situation = new Situation(observed);
    if (situation.status().phase().isEnd()) {
      return new Plan(List.of(), situation.status(), Optional.of(Decision.TICK));
    }
    Phase phase = situation.status().phase();
    Verdict verdict =
        new Verdict(
            phase == Phase.PENDING ? Phase.RUNNING : phase, obstacle.reason(), obstacle.message());
    return complete(situation, Decision.of(situation.status(), verdict));
  }

  private static Plan complete(Situation situation, Decision decision) {
    if (decision.extent() == Extent.NOTHING) {
      return new Plan(decision.actions(), situation.status(), decision.lookAgainIn());
    }
    boolean housekeeping = decision.extent() == Extent.EVERYTHING;
    List<Action> actions = new ArrayList<>();
    if (housekeeping) {
      // What these Jobs came to is on record: the status that was observed has left them behind.
      situation
          .earlierJobs()
          .forEach(job -> actions.add(new Action.Delete(job.getMetadata().getName())));
    }
    actions.addAll(decision.actions());
    Verdict verdict = decision.verdict();
    SpinRunStatus decided = decision.status();
    SpinRunStatus answered =
        housekeeping
            ? decided.withDecisions(
                ManualRequest.kept(
                    decided.decisions(), Refusals.of(situation), Situation.DECISIONS_KEPT))
            : decided;
    SpinRunStatus status =
        Clocks.at(situation, answered, verdict)
            .withObservedGeneration(situation.run().getMetadata().getGeneration())
            .withPhase(verdict.phase())
            .withMessage(Conditions.shortened(verdict.message()))
            .withConditions(Conditions.of(situation, verdict))
            .withIterationText(answered.iteration() + "/" + situation.spec().iterations());
    return new Plan(actions, status, decision.lookAgainIn());
  }
}
