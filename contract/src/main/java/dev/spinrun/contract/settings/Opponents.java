package dev.spinrun.contract.settings;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whose images a self-play iteration learns to reject. */
public enum Opponents {
  /** Those of the opponent, which is the newest one (SPIN-Diffusion, arXiv 2402.10210). */
  @JsonProperty("Latest")
  LATEST,
  /** Half of them the opponent's, half its predecessor's (SPIN, arXiv 2401.01335, section 6.1). */
  @JsonProperty("LastTwo")
  LAST_TWO,
  /** Each of any earlier opponent's, all alike (SePPO, arXiv 2410.05255). */
  @JsonProperty("Random")
  RANDOM
}
