package dev.spinrun.contract.settings;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the preference loss of a pair falls as its margin rises. */
public enum Loss {
  /** The paper's, falling for ever. */
  @JsonProperty("Sigmoid")
  SIGMOID,
  /** At rest from a margin of 1 on (SLiC, arXiv 2305.10425). */
  @JsonProperty("Hinge")
  HINGE,
  /** Aims at one margin (IPO, arXiv 2310.12036). */
  @JsonProperty("Ipo")
  IPO
}
