package dev.spinrun.operator.plan.policy;

import dev.spinrun.contract.life.IterationInProgress;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.crds.spec.Budget;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.operator.plan.decision.Decision;
import dev.spinrun.operator.plan.decision.Reason;
import dev.spinrun.operator.plan.decision.Verdict;
import dev.spinrun.operator.plan.situation.GpuTime;
import dev.spinrun.operator.plan.situation.Policy;
import dev.spinrun.operator.plan.situation.Situation;
import dev.spinrun.operator.resource.Jobs;
import java.time.Duration;
import java.util.Optional;

/**
 * A run that has used up its budget has no pods until it is given more. A Job at work is left
 * behind, so that what it took is on record; what is paid for already still counts.
 */
public final class BudgetPolicy implements Policy {
  @Override
  public Optional<Decision> decide(Situation s) {
    Budget budget = s.spec().budget();
    boolean paid = s.stage() == Stage.PROMOTE || s.job().filter(Jobs::isFinished).isPresent();
    if (budget == null || paid) {
      return Optional.empty();
    }
    SpinRunStatus counted = GpuTime.useful(s, s.status());
    if (counted.totals().gpuSeconds() < Duration.ofHours(budget.gpuHours()).toSeconds()) {
      return Optional.empty();
    }
    if (s.job().isPresent()) {
      return Optional.of(
          stopping(budget, counted.withCurrent(IterationInProgress::tryingAgain))
              .lookAgainIn(Decision.SOON));
    }
    return Optional.of(
        s.observed().pods().stream().anyMatch(Jobs::isAlive)
            ? stopping(budget, s.status())
            : Decision.of(
                s.status(),
                new Verdict(
                    Phase.SUSPENDED,
                    Reason.BUDGET_USED_UP,
                    message(budget, "No pod is running."))));
  }

  private static Decision stopping(Budget budget, SpinRunStatus next) {
    return Decision.of(
        next,
        new Verdict(
            Phase.SUSPENDING,
            Reason.SUSPENDING,
            message(budget, "Pods are stopping; training commits a checkpoint first.")));
  }

  private static String message(Budget budget, String now) {
    return "spec.budget.gpuHours (%d) is used up. %s Raise it to go on."
        .formatted(budget.gpuHours(), now);
  }
}
