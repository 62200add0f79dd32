package dev.spinrun.crds.spec;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the preference loss of a pair falls as its margin rises. */
public enum Loss {
  /** Falls for ever. */
  @JsonProperty("Sigmoid")
  SIGMOID,
  /** Rests from a margin of 1 on. */
  @JsonProperty("Hinge")
  HINGE,
  /** Aims at one margin. */
  @JsonProperty("Ipo")
  IPO
}
