package dev.spinrun.contract.settings;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.spinrun.contract.json.Decimal;
import dev.spinrun.contract.schema.DecimalRange;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** What a candidate must reach to be promoted: all that is given. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "has(self.minimumWinRate) || has(self.minimumGain) || has(self.maximumDisplacement)",
    message =
        "promotion.gate needs at least one of minimumWinRate, minimumGain and maximumDisplacement")
public record Gate(
    @JsonPropertyDescription("Scorer whose win rate and mean decide. Absent: the first one.")
        @Nullable ScorerName scorer,
    @JsonPropertyDescription(
            "What the candidate is compared with, on the same prompts and noise: its Opponent, or"
                + " the Base model. Default Opponent.")
        @Default("Opponent")
        Against against,
    @JsonPropertyDescription(
            "Minimum share of pairs that the candidate wins, 0 to 1; a tie counts half. Absent:"
                + " no requirement.")
        @DecimalRange(min = "0", max = "1")
        @Nullable Decimal minimumWinRate,
    @JsonPropertyDescription(
            "Minimum difference between the mean scores; may be negative. Absent: no requirement.")
        @Nullable Decimal minimumGain,
    @JsonPropertyDescription(
            "Level of the paired bootstrap interval that decides, above 0.5 and below 1: promoted"
                + " if the whole interval meets the requirement, rejected if none of it does,"
                + " inconclusive in between. Absent: the measured value decides. A change takes effect"
                + " with the next evaluation.")
        @DecimalRange(above = "0.5", below = "1")
        @Nullable Decimal confidence,
    @JsonPropertyDescription(
            "Maximum displacement m_w - r_w at the end of the training: how much worse the"
                + " candidate denoises the real images than its opponent. It reveals a collapse that"
                + " loss and accuracy hide; healthy runs stay below 0.003. Has no effect for Sft."
                + " Absent: no limit.")
        @DecimalRange(min = "0")
        @Nullable Decimal maximumDisplacement) {

  /** With whom a candidate is compared. */
  public enum Against {
    /** The checkpoint that it was trained from. */
    @JsonProperty("Opponent")
    OPPONENT,
    /** The model of iteration 0. */
    @JsonProperty("Base")
    BASE
  }
}
