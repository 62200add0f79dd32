package dev.spinrun.crds.spec;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How iterations train. */
public enum Method {
  /** Self-play. */
  @JsonProperty("Spin")
  SPIN,
  /** Supervised fine-tuning. */
  @JsonProperty("Sft")
  SFT,
  /** Preferences of people (Diffusion-DPO). */
  @JsonProperty("Dpo")
  DPO
}
