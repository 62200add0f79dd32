package dev.spinrun.contract.settings;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.spinrun.contract.json.Decimal;
import dev.spinrun.contract.schema.DecimalRange;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** What follows when the loss or its gradient is not finite: the same settings would fail again. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Divergence(
    @JsonPropertyDescription(
            "Retries per iteration, each with the changes below. 0 to 20, default 0: the run"
                + " fails at once.")
        @Default("0")
        @Min(0)
        @Max(20)
        int retries,
    @JsonPropertyDescription(
            "Factor applied to the learning rate of the training that diverged, above 0 and at"
                + " most 1. Default \"0.5\".")
        @Default("\"0.5\"")
        @DecimalRange(above = "0", max = "1")
        Decimal learningRateFactor,
    @JsonPropertyDescription(
            "Whether a retry uses another seed: other batches, timesteps and noise. Default true.")
        @Default("true")
        boolean newSeed,
    @JsonPropertyDescription(
            "Where a retry starts: from the Opponent, or from the LastCheckpoint committed before"
                + " the loss diverged, which may already be damaged. Default Opponent.")
        @Default("Opponent")
        Start start) {

  /** Where a retry starts. */
  public enum Start {
    /** From the weights of the opponent, at step 0. */
    @JsonProperty("Opponent")
    OPPONENT,
    /** From the newest committed checkpoint. */
    @JsonProperty("LastCheckpoint")
    LAST_CHECKPOINT
  }
}
