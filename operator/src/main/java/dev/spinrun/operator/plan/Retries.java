package dev.spinrun.operator.plan;

import dev.spinrun.crds.StatusBuilder;
import dev.spinrun.crds.spec.FailurePolicy;
import dev.spinrun.crds.status.FailureKind;
import dev.spinrun.crds.status.Failures;
import dev.spinrun.crds.status.IterationResult;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.runstore.record.FailureClass;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What a failure leads to: another attempt after a while, or the end of the run. */
final class Retries {
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private Retries() {}

  /** The attempt in progress failed: the next one is at the same stage. */
  static Decision failed(Situation s, Diagnosis diagnosis) {
    StatusBuilder retry = Progression.attempt(s.next(), s.status().attempt() + 1);
    return failed(s, diagnosis, retry);
  }

  /** A failure after which {@code retry} is how to go on. */
  static Decision failed(Situation s, Diagnosis diagnosis, StatusBuilder retry) {
    FailureKind kind = kind(diagnosis.failureClass());
    Failures failures =
        s.status()
            .failures()
            .plus(
                new Failures.Failure(
                    kind,
                    Conditions.shortened(diagnosis.message()),
                    s.now().truncatedTo(ChronoUnit.SECONDS)));
    FailurePolicy policy = s.spec().failurePolicy();
    return switch (kind) {
      case CONFIGURATION -> end(s, failures, Reason.CONFIGURATION_ERROR, diagnosis.message());
      case DATA -> end(s, failures, Reason.INPUT_DATA_ERROR, diagnosis.message());
      case DIVERGENCE -> end(s, failures, Reason.DIVERGENCE, diagnosis.message());
      case INFRASTRUCTURE ->
          failures.infrastructure() > policy.infrastructureRetries()
              ? end(
                  s,
                  failures,
                  Reason.INFRASTRUCTURE_RETRIES_EXHAUSTED,
                  exhausted(diagnosis, failures.infrastructure(), "infrastructure"))
              : again(s, failures, retry, diagnosis);
      case APPLICATION ->
          failures.application() > policy.applicationRetries()
              ? end(
                  s,
                  failures,
                  Reason.APPLICATION_RETRIES_EXHAUSTED,
                  exhausted(diagnosis, failures.application(), "application"))
              : again(s, failures, retry, diagnosis);
    };
  }

  private static Decision again(
      Situation s, Failures failures, StatusBuilder retry, Diagnosis diagnosis) {
    FailurePolicy policy = s.spec().failurePolicy();
    int count = failures.infrastructure() + failures.application();
    Duration delay = delay(Durations.parse(policy.backoff()), count);
    Instant at = s.now().plus(delay).truncatedTo(ChronoUnit.SECONDS);
    boolean ours = failures.last() != null && failures.last().kind() == FailureKind.APPLICATION;
    return Decision.of(
            retry.failures(failures).retryAt(at),
            Verdict.running(
                Reason.RETRY_SCHEDULED,
                "%s Retry %d of %d at %s."
                    .formatted(
                        diagnosis.message(),
                        ours ? failures.application() : failures.infrastructure(),
                        ours ? policy.applicationRetries() : policy.infrastructureRetries(),
                        at)))
        .lookAgainIn(delay);
  }

  /** Doubles with each failure of the iteration, up to ten minutes. */
  static Duration delay(Duration first, int failures) {
    int doublings = Math.min(Math.max(failures, 1) - 1, 20);
    Duration delay = first.multipliedBy(1L << doublings);
    return delay.compareTo(LONGEST) < 0 ? delay : LONGEST;
  }

  private static String exhausted(Diagnosis diagnosis, int count, String budget) {
    return "%s It was the iteration's %s failure number %d; spec.failurePolicy allows %d retries."
        .formatted(diagnosis.message(), budget, count, count - 1);
  }

  private static Decision end(Situation s, Failures failures, Reason reason, String message) {
    Instant now = s.now().truncatedTo(ChronoUnit.SECONDS);
    return Decision.of(
        Results.append(s, s.next(), IterationResult.Result.FAILED, null, now)
            .failures(failures)
            .retryAt(null),
        new Verdict(Phase.FAILED, reason, message));
  }

  private static FailureKind kind(FailureClass failureClass) {
    return switch (failureClass) {
      case CONFIGURATION -> FailureKind.CONFIGURATION;
      case DATA -> FailureKind.DATA;
      case DIVERGENCE -> FailureKind.DIVERGENCE;
      case APPLICATION -> FailureKind.APPLICATION;
      case INFRASTRUCTURE, STOPPED -> FailureKind.INFRASTRUCTURE;
    };
  }
}
