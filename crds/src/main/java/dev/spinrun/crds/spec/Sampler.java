package dev.spinrun.crds.spec;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How images are drawn from noise. */
public enum Sampler {
  /** Deterministic DDIM. */
  @JsonProperty("Ddim")
  DDIM
}
