package dev.spinrun.crds.status;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The newest promoted checkpoint. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Opponent(
    @JsonPropertyDescription("Iteration that made it; 0 is the base model.") int iteration,
    @JsonPropertyDescription("Its diffusers folder in the store.") @Size(max = 2048) String uri,
    @JsonPropertyDescription("Digest of the manifest of that folder.") @Size(max = 80)
        String digest,
    @JsonPropertyDescription("When it was promoted.") Instant promotedAt,
    @JsonPropertyDescription(
            "Share of evaluation images for which it scores higher than its own opponent, by the"
                + " first scorer; 0 to 1. Absent for the base model.")
        @Size(max = 16)
        @Nullable String winRate,
    @JsonPropertyDescription("Mean of the first scorer.") @Size(max = 24) @Nullable String score) {}
