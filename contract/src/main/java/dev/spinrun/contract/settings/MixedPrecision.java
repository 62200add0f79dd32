package dev.spinrun.contract.settings;

import com.fasterxml.jackson.annotation.JsonProperty;

/** In what numbers the UNet computes; named as by accelerate's and diffusers' option. */
public enum MixedPrecision {
  /** As Bf16 on a GPU that has it, else as No. */
  @JsonProperty("Auto")
  AUTO,
  /** All operations compute in fp32. */
  @JsonProperty("No")
  NO,
  /** In fp16; a training scales its loss. */
  @JsonProperty("Fp16")
  FP16,
  /** Convolutions, linear layers and attention compute in bf16. */
  @JsonProperty("Bf16")
  BF16
}
