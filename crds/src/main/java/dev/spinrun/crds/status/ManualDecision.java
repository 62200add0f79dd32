package dev.spinrun.crds.status;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An annotation that was answered, once for each of its values. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ManualDecision(
    @JsonPropertyDescription(
            "Name of the annotation without its prefix: retry, promote, reject or paused.")
        @Size(max = 16)
        String action,
    @JsonPropertyDescription("Value of the annotation.") @Size(max = 64) String value,
    @JsonPropertyDescription(
            "Accepted: it was acted on. Refused: it cannot be done or is not understood; set"
                + " another value.")
        Answer answer,
    @JsonPropertyDescription("Why it was refused.") @Size(max = 160) @Nullable String message,
    @JsonPropertyDescription("Iteration in progress at that time.") int iteration,
    @JsonPropertyDescription(
            "Field manager that set the annotation, as metadata.managedFields names it.")
        @Size(max = 128)
        @Nullable String by,
    @JsonPropertyDescription("When it was answered.") Instant at) {
  /** What becomes of what somebody asks for. */
  public enum Answer {
    /** It was acted on. */
    @JsonProperty("Accepted")
    ACCEPTED,
    /** It was not, and will not be. */
    @JsonProperty("Refused")
    REFUSED
  }
}
