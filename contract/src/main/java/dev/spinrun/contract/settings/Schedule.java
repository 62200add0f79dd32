package dev.spinrun.contract.settings;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Course of the learning rate after its warm-up; counted in optimizer steps. */
public enum Schedule {
  /** Stays at the learning rate. */
  @JsonProperty("Constant")
  CONSTANT,
  /** Falls in a straight line to 0 at the last step. */
  @JsonProperty("Linear")
  LINEAR,
  /** Falls along half a cosine to 0 at the last step. */
  @JsonProperty("Cosine")
  COSINE
}
