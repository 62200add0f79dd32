package dev.spinrun.contract.settings;

import com.fasterxml.jackson.annotation.JsonProperty;

/** In what numbers networks compute; named as by accelerate's and diffusers' option. */
public enum MixedPrecision {
  /** All operations compute in fp32. */
  @JsonProperty("No")
  NO,
  /** In fp16, with a scaled loss. */
  @JsonProperty("Fp16")
  FP16,
  /** Convolutions, linear layers and attention compute in bf16. */
  @JsonProperty("Bf16")
  BF16
}
