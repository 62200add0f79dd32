package dev.spinrun.contract.settings;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which examples of a data set are encoded. */
public enum ExamplesPrepared {
  /** Those that some iteration reads, as far as its settings are known. */
  @JsonProperty("Needed")
  NEEDED,
  /** Every one, for all runs that are still to come. */
  @JsonProperty("All")
  ALL
}
