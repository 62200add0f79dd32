package dev.spinrun.runstore.plan;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How images are drawn from noise. */
public enum Sampler {
  /** Deterministic DDIM (arXiv 2010.02502, eta 0). */
  @JsonProperty("Ddim")
  DDIM
}
