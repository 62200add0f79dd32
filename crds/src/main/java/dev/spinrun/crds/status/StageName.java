package dev.spinrun.crds.status;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Step of an iteration. */
public enum StageName {
  /** Inputs are checked and the data set is encoded. */
  @JsonProperty("Prepare")
  PREPARE,
  /** The opponent draws the training prompts. */
  @JsonProperty("Generate")
  GENERATE,
  /** The candidate learns. */
  @JsonProperty("Train")
  TRAIN,
  /** The candidate is measured. */
  @JsonProperty("Evaluate")
  EVALUATE,
  /** The candidate is verified and becomes the next opponent. */
  @JsonProperty("Promote")
  PROMOTE
}
