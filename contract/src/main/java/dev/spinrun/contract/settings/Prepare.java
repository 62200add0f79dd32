package dev.spinrun.contract.settings;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** Stage that checks inputs and encodes the data set. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Prepare(
    @JsonPropertyDescription("Images encoded at a time. 1 to 1024, default 8.")
        @Default("8")
        @Min(1)
        @Max(1024)
        int batchSize,
    @JsonPropertyDescription(
            "Which examples are encoded. Needed: those that an iteration reads; an iteration that"
                + " later gets another seed or more steps encodes the rest. All: the whole data set,"
                + " for all runs that share it. Default Needed.")
        @Default("Needed")
        Examples examples,
    @JsonPropertyDescription(
            "Pods that encode in parallel, each its share of the examples. The first one also checks"
                + " the inputs, copies the model and counts the examples while the others wait. 1 to"
                + " 256, default 1.")
        @Default("1")
        @Min(1)
        @Max(256)
        int workers) {
  /** Which examples of a data set are encoded. */
  public enum Examples {
    /** Those that some iteration reads, as far as its settings are known. */
    @JsonProperty("Needed")
    NEEDED,
    /** Every one, for all runs that are still to come. */
    @JsonProperty("All")
    ALL
  }
}
