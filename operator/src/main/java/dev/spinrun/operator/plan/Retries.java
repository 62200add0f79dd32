package dev.spinrun.operator.plan;

import dev.spinrun.crds.StatusBuilder;
import dev.spinrun.crds.spec.FailurePolicy;
import dev.spinrun.crds.status.FailureKind;
import dev.spinrun.crds.status.Failures;
import dev.spinrun.runstore.record.FailureClass;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What a failure leads to: another attempt after a while, or the end of the run. */
final class Retries {
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
      case CONFIGURATION ->
          Ending.failed(s, failures, Reason.CONFIGURATION_ERROR, diagnosis.message());
      case DATA -> Ending.failed(s, failures, Reason.INPUT_DATA_ERROR, diagnosis.message());
      case DIVERGENCE ->
          failures.divergence() > policy.divergence().retries()
              ? Ending.failed(s, failures, Reason.DIVERGENCE, diverged(diagnosis, failures))
              : again(
                  s,
                  failures,
                  Amendments.afterDivergence(s, retry, policy.divergence()),
                  diagnosis);
      case INFRASTRUCTURE ->
          failures.infrastructure() > policy.infrastructureRetries()
              ? Ending.failed(
                  s,
                  failures,
                  Reason.INFRASTRUCTURE_RETRIES_EXHAUSTED,
                  exhausted(diagnosis, failures.infrastructure(), "infrastructure"))
              : again(s, failures, retry, diagnosis);
      case APPLICATION ->
          failures.application() > policy.applicationRetries()
              ? Ending.failed(
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
    int count = failures.infrastructure() + failures.application() + failures.divergence();
    Duration delay = BackOff.delay(Durations.parse(policy.backoff()), count, s.layout().uid());
    Instant at = s.now().plus(delay).truncatedTo(ChronoUnit.SECONDS);
    return Decision.of(
            GpuTime.lost(s, retry).failures(failures).retryAt(at),
            Verdict.running(
                Reason.RETRY_SCHEDULED,
                "%s Retry %s at %s."
                    .formatted(diagnosis.message(), counted(diagnosis, failures, policy), at)))
        .lookAgainIn(delay);
  }

  private static String counted(Diagnosis diagnosis, Failures failures, FailurePolicy policy) {
    return switch (kind(diagnosis.failureClass())) {
      case APPLICATION -> "%d of %d".formatted(failures.application(), policy.applicationRetries());
      case DIVERGENCE ->
          "%d of %d with other settings"
              .formatted(failures.divergence(), policy.divergence().retries());
      case INFRASTRUCTURE, CONFIGURATION, DATA ->
          "%d of %d".formatted(failures.infrastructure(), policy.infrastructureRetries());
    };
  }

  private static String diverged(Diagnosis diagnosis, Failures failures) {
    return failures.divergence() == 1
        ? diagnosis.message()
        : "%s It was the iteration's divergence number %d; spec.failurePolicy.divergence allows %d retries."
            .formatted(diagnosis.message(), failures.divergence(), failures.divergence() - 1);
  }

  private static String exhausted(Diagnosis diagnosis, int count, String budget) {
    return "%s It was the iteration's %s failure number %d; spec.failurePolicy allows %d retries."
        .formatted(diagnosis.message(), budget, count, count - 1);
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
