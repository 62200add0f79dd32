package dev.spinrun.crds.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
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
    @JsonPropertyDescription("Scorer whose win rate and mean count. Absent: the first one.")
        @Nullable ScorerName scorer,
    @JsonPropertyDescription(
            "Whose images of the same prompts and noise the candidate's are compared with: its"
                + " Opponent, or the Base model. Default Opponent.")
        @Default("Opponent")
        Against against,
    @JsonPropertyDescription(
            "Least share of pairs that the candidate must win, 0 to 1; a tie counts half. Absent:"
                + " any.")
        @Pattern(Formats.DECIMAL)
        @Size(max = Formats.DECIMAL_LENGTH)
        @ValidationRule(
            value = "double(self) <= 1.0",
            message = "minimumWinRate is a share: it must be in 0..1")
        @Nullable String minimumWinRate,
    @JsonPropertyDescription(
            "Least difference of the mean score to that of the other images; may be negative."
                + " Absent: any.")
        @Pattern(Formats.SIGNED_DECIMAL)
        @Size(max = Formats.DECIMAL_LENGTH)
        @Nullable String minimumGain,
    @JsonPropertyDescription(
            "Level of the paired bootstrap interval that decides, above 0.5 and below 1: promoted"
                + " if the whole interval reaches what is asked, rejected if none of it does,"
                + " inconclusive in between. Absent: the measured value itself decides. Holds for"
                + " evaluations that start after the change.")
        @Pattern(Formats.DECIMAL)
        @Size(max = Formats.DECIMAL_LENGTH)
        @ValidationRule(
            value = "double(self) > 0.5 && double(self) < 1.0",
            message = "confidence must be above 0.5 and below 1, for example 0.95")
        @Nullable String confidence,
    @JsonPropertyDescription(
            "Largest displacement m_w - r_w at the end of the training: how much worse than its"
                + " opponent the candidate denoises the real images. It shows a collapse that loss"
                + " and accuracy hide; healthy runs stay below 0.003. Without meaning for Sft."
                + " Absent: any.")
        @Pattern(Formats.DECIMAL)
        @Size(max = Formats.DECIMAL_LENGTH)
        @Nullable String maximumDisplacement) {

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
