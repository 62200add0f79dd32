package dev.spinrun.crds.status;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.spinrun.contract.settings.ScorerName;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** What one scorer says of a candidate. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Score(
    @JsonPropertyDescription("Scorer.") ScorerName name,
    @JsonPropertyDescription("Mean over all images.") @Size(max = 24) String mean,
    @JsonPropertyDescription("Median over all images.") @Size(max = 24) String median,
    @JsonPropertyDescription(
            "Mean difference to the base model's images of the same prompts and noise, with sign.")
        @Size(max = 24)
        @Nullable String deltaToBase) {}
