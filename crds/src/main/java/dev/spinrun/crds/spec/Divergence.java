package dev.spinrun.crds.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** What follows when the loss or its gradient is not finite: the same settings would fail again. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Divergence(
    @JsonPropertyDescription(
            "Retries in each iteration, each with the changes below. 0 to 20, default 0: the run"
                + " fails at once.")
        @Default("0")
        @Min(0)
        @Max(20)
        int retries,
    @JsonPropertyDescription(
            "The learning rate of a retry is that of the training that diverged times this, above 0"
                + " and at most 1. Default \"0.5\".")
        @Default("\"0.5\"")
        @Pattern(Formats.DECIMAL)
        @Size(max = Formats.DECIMAL_LENGTH)
        @ValidationRule(
            value = "double(self) > 0.0 && double(self) <= 1.0",
            message = "learningRateFactor must be above 0 and at most 1")
        String learningRateFactor,
    @JsonPropertyDescription(
            "Whether a retry has another seed: other batches, timesteps and noise. Default true.")
        @Default("true")
        boolean newSeed,
    @JsonPropertyDescription(
            "Where a retry starts: from the Opponent, or from the LastCheckpoint that was committed"
                + " before the loss diverged, which may be damaged already. Default Opponent.")
        @Default("Opponent")
        Start start) {

  /** Where a retry starts. */
  public enum Start {
    /** All over. */
    @JsonProperty("Opponent")
    OPPONENT,
    /** From the newest committed checkpoint. */
    @JsonProperty("LastCheckpoint")
    LAST_CHECKPOINT
  }
}
