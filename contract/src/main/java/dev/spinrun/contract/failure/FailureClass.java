package dev.spinrun.contract.failure;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;

/**
 * Why a stage failed: the exit code that says so, and what follows. The gravest class comes first:
 * what needs a person, then what is retried with other settings, then what is retried unchanged. Of
 * several pods of a stage the gravest failure counts.
 */
public enum FailureClass {
  /** The plan cannot be carried out. */
  @JsonProperty("Configuration")
  CONFIGURATION(2, RetryBudget.NONE, "ConfigurationError"),
  /** The model or the data set is missing or broken. */
  @JsonProperty("Data")
  DATA(3, RetryBudget.NONE, "InputDataError"),
  /** The loss or its gradient is not finite: the same seed would fail again. */
  @JsonProperty("Divergence")
  DIVERGENCE(4, RetryBudget.DIVERGENCE, "Divergence"),
  /** Anything else, out of memory included. */
  @JsonProperty("Application")
  APPLICATION(1, RetryBudget.APPLICATION, "ApplicationRetriesExhausted"),
  /** Object store, network or node: not the run's fault. */
  @JsonProperty("Infrastructure")
  INFRASTRUCTURE(5, RetryBudget.INFRASTRUCTURE, "InfrastructureRetriesExhausted"),
  /** Told to stop; a checkpoint is committed. */
  @JsonProperty("Stopped")
  STOPPED(143, RetryBudget.INFRASTRUCTURE, "InfrastructureRetriesExhausted");

  private final int exitCode;
  private final RetryBudget budget;
  private final String reason;

  FailureClass(int exitCode, RetryBudget budget, String reason) {
    this.exitCode = exitCode;
    this.budget = budget;
    this.reason = reason;
  }

  /** Exit code of a trainer that fails in this class. */
  public int exitCode() {
    return exitCode;
  }

  /** Which retries a failure of this class uses up. */
  public RetryBudget budget() {
    return budget;
  }

  /** Reason of the condition Failed once that budget is used up. */
  public String reason() {
    return reason;
  }

  /**
   * The class of a process that ended with this code; codes without a meaning of their own are
   * APPLICATION.
   */
  public static FailureClass ofExitCode(int exitCode) {
    return Arrays.stream(values())
        .filter(failure -> failure.exitCode == exitCode)
        .findFirst()
        .orElse(APPLICATION);
  }
}
