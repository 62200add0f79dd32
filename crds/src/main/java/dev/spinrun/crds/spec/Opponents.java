package dev.spinrun.crds.spec;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whose images an iteration learns to reject. */
public enum Opponents {
  /** The newest opponent's. */
  @JsonProperty("Latest")
  LATEST,
  /** Half of them its predecessor's. */
  @JsonProperty("LastTwo")
  LAST_TWO,
  /** Any earlier opponent's. */
  @JsonProperty("Random")
  RANDOM
}
