package dev.spinrun.contract.life;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How far the stage in progress is. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record StageProgress(
    @JsonPropertyDescription("Units done, over all pods.") long done,
    @JsonPropertyDescription("Units in total.") long total,
    @JsonPropertyDescription("What is counted: images or steps.") @Size(max = 16) String unit,
    @JsonPropertyDescription("Percentage done, rounded down, 0 to 100.") int percent,
    @JsonPropertyDescription("The percentage as kubectl get shows it, for example 48%.")
        @Size(max = 4)
        String text,
    @JsonPropertyDescription("Step of the newest committed training checkpoint.")
        @Nullable Long lastCheckpoint,
    @JsonPropertyDescription("When the pods last reported.") Instant updatedAt,
    @JsonPropertyDescription("Seconds to the end of the stage at the current pace.")
        @Nullable Long secondsLeft) {}
