package dev.spinrun.contract.settings;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How an iteration trains. */
public enum Method {
  /** Self-play: prefer the real images to the opponent's (SPIN-Diffusion, arXiv 2402.10210). */
  @JsonProperty("Spin")
  SPIN,
  /** Supervised fine-tuning on the real images alone: the baseline. */
  @JsonProperty("Sft")
  SFT,
  /** Preferences of people: prefer the chosen to the rejected image of a pair (Diffusion-DPO). */
  @JsonProperty("Dpo")
  DPO
}
