package dev.spinrun.contract.settings;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Noise of the two images of a pair, which have one timestep in any case. */
public enum PairNoise {
  /** The same one, as DiffusionDPO's code has it. */
  @JsonProperty("Shared")
  SHARED,
  /** One each, as the paper's equations have it. */
  @JsonProperty("Independent")
  INDEPENDENT
}
