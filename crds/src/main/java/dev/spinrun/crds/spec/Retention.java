package dev.spinrun.crds.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** What is kept in the store. Opponents, plans and measurements always are, while the run is. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Retention(
    @JsonPropertyDescription(
            "Number of training checkpoints to keep per iteration, the newest ones. At least one"
                + " is kept while the iteration trains; 0 keeps none after its promotion. 0 to 1000,"
                + " default 2. A change takes effect with the next iteration.")
        @Default("2")
        @Min(0)
        @Max(1000)
        int checkpoints,
    @JsonPropertyDescription(
            "What happens to the opponent's images after the iteration that trained on them is"
                + " promoted: Keep or Drop. Default Keep.")
        @Default("Keep")
        SyntheticData syntheticData,
    @JsonPropertyDescription(
            "What happens to the run's folder in the store, opponents included, when the SpinRun"
                + " is deleted. Keep: it stays. Delete: it is deleted first; after 10 minutes the"
                + " SpinRun is removed in any case. Default Keep.")
        @Default("Keep")
        OnDelete onDelete) {

  /** What becomes of synthetic images. */
  public enum SyntheticData {
    /** They stay in the store. */
    @JsonProperty("Keep")
    KEEP,
    /** They go once their iteration is promoted. */
    @JsonProperty("Drop")
    DROP
  }

  /** What becomes of the run's folder. */
  public enum OnDelete {
    /** It stays in the store, opponents included. */
    @JsonProperty("Keep")
    KEEP,
    /** It goes with the SpinRun. */
    @JsonProperty("Delete")
    DELETE
  }
}
