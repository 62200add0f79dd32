package dev.spinrun.runstore.record;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Why a stage failed, which decides whether it is retried. */
public enum FailureClass {
  /** The plan cannot be carried out: never retried. */
  @JsonProperty("Configuration")
  CONFIGURATION(2),
  /** Model or data are missing or broken: never retried. */
  @JsonProperty("Data")
  DATA(3),
  /** The loss or its gradient is not finite: the same seed would fail again. */
  @JsonProperty("Divergence")
  DIVERGENCE(4),
  /** Object store, network or node: not the run's fault. */
  @JsonProperty("Infrastructure")
  INFRASTRUCTURE(5),
  /** Told to stop; a checkpoint is committed. */
  @JsonProperty("Stopped")
  STOPPED(143),
  /** Anything else, out of memory included. */
  @JsonProperty("Application")
  APPLICATION(1);

  private final int exitCode;

  FailureClass(int exitCode) {
    this.exitCode = exitCode;
  }

  /** Exit code of a trainer that fails in this class. */
  public int exitCode() {
    return exitCode;
  }

  /**
   * The class of a process that ended with this code; codes without a meaning of their own are
   * APPLICATION.
   */
  public static FailureClass ofExitCode(int exitCode) {
    for (FailureClass c : values()) {
      if (c.exitCode == exitCode) {
        return c;
      }
    }
    return APPLICATION;
  }
}
