package dev.spinrun.operator.plan.failure;

import dev.spinrun.contract.failure.FailureClass;
import dev.spinrun.contract.failure.RetryBudget;
import dev.spinrun.contract.life.IterationInProgress;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.crds.spec.FailurePolicy;
import dev.spinrun.crds.status.Failures;
import dev.spinrun.operator.plan.course.Ending;
import dev.spinrun.operator.plan.course.Progression;
import dev.spinrun.operator.plan.decision.Decision;
import dev.spinrun.operator.plan.decision.Reason;
import dev.spinrun.operator.plan.decision.Verdict;
import dev.spinrun.operator.plan.situation.Conditions;
import dev.spinrun.operator.plan.situation.Durations;
import dev.spinrun.operator.plan.situation.GpuTime;
import dev.spinrun.operator.plan.situation.Situation;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What a failure leads to: another attempt after a while, or the end of the run. */
public final class Retries {
  private Retries() {}

  /** The attempt in progress failed: the next one is at the same stage. */
  public static Decision failed(Situation s, Diagnosis diagnosis) {
    return failed(s, diagnosis, s.status().withCurrent(IterationInProgress::tryingAgain));
  }

  /** A failure after which {@code retry} is how to go on. */
  public static Decision failed(Situation s, Diagnosis diagnosis, SpinRunStatus retry) {
    FailureClass failureClass = diagnosis.failureClass();
    Failures failures =
        s.status()
            .failures()
            .plus(
                new Failures.Failure(
                    failureClass,
                    Conditions.shortened(diagnosis.message()),
                    s.now().truncatedTo(ChronoUnit.SECONDS)));
    RetryBudget budget = failureClass.budget();
    int allowed = allowed(s.spec().failurePolicy(), budget);
    int used = failures.of(budget);
    if (budget == RetryBudget.NONE || used > allowed) {
      return Ending.failed(
          s, failures, Reason.of(failureClass), diagnosis.message() + usedUp(budget, allowed));
    }
    String sentence = "%s Retry %d of %d".formatted(diagnosis.message(), used, allowed);
    return budget == RetryBudget.DIVERGENCE
        ? again(
            s,
            failures,
            Progression.amended(
                s, retry, c -> c.afterDivergence(s.spec().failurePolicy().divergence())),
            sentence + " with other settings")
        : again(s, failures, retry, sentence);
  }

  private static Decision again(
      Situation s, Failures failures, SpinRunStatus retry, String sentence) {
    int count = failures.infrastructure() + failures.application() + failures.divergence();
    Duration backoff = Durations.parse(s.spec().failurePolicy().backoff());
    Duration delay = BackOff.delay(backoff, count, s.layout().uid());
    Instant at = s.now().plus(delay).truncatedTo(ChronoUnit.SECONDS);
    return Decision.of(
            GpuTime.lost(s, retry).withFailures(failures).withCurrent(c -> c.withRetryAt(at)),
            Verdict.running(Reason.RETRY_SCHEDULED, "%s at %s.".formatted(sentence, at)))
        .lookAgainIn(delay);
  }

  private static int allowed(FailurePolicy policy, RetryBudget budget) {
    return switch (budget) {
      case NONE -> 0;
      case INFRASTRUCTURE -> policy.infrastructureRetries();
      case APPLICATION -> policy.applicationRetries();
      case DIVERGENCE -> policy.divergence().retries();
    };
  }

  private static String usedUp(RetryBudget budget, int allowed) {
    return budget == RetryBudget.NONE
        ? ""
        : " No retry is left: %s is %d.".formatted(budget.field(), allowed);
  }
}
