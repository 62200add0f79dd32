package dev.spinrun.crds.status;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An annotation that was acted on, once. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ManualDecision(
    @JsonPropertyDescription("Name of the annotation without its prefix: retry, promote, reject.")
        @Size(max = 16)
        String action,
    @JsonPropertyDescription("Value of the annotation.") @Size(max = 64) String value,
    @JsonPropertyDescription("Iteration that it was about.") int iteration,
    @JsonPropertyDescription(
            "Field manager that set the annotation, as metadata.managedFields names it.")
        @Size(max = 128)
        @Nullable String by,
    @JsonPropertyDescription("When the annotation was set.") @Nullable Instant setAt,
    @JsonPropertyDescription("When it was acted on.") Instant at) {

  /** Whether this is about the same setting of the same annotation. */
  public boolean isSameAs(ManualDecision other) {
    return action.equals(other.action)
        && value.equals(other.value)
        && (setAt == null || other.setAt == null || setAt.equals(other.setAt));
  }
}
