package dev.spinrun.crds.status;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Why something failed, which decides whether it is tried again. */
public enum FailureKind {
  /** Not the run's fault: preemption, lost node, store out of reach. */
  @JsonProperty("Infrastructure")
  INFRASTRUCTURE,
  /** Anything without a class of its own, out of memory included. */
  @JsonProperty("Application")
  APPLICATION,
  /** The loss is not finite. */
  @JsonProperty("Divergence")
  DIVERGENCE,
  /** The settings cannot be carried out. */
  @JsonProperty("Configuration")
  CONFIGURATION,
  /** Model or data are missing or broken. */
  @JsonProperty("Data")
  DATA
}
