package dev.spinrun.crds.spec;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Course of the learning rate after its warm-up. */
public enum Schedule {
  /** Stays. */
  @JsonProperty("Constant")
  CONSTANT,
  /** Falls in a straight line to 0. */
  @JsonProperty("Linear")
  LINEAR,
  /** Falls along half a cosine to 0. */
  @JsonProperty("Cosine")
  COSINE
}
