package dev.spinrun.crds.status;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.spinrun.contract.record.Outcome;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How an iteration ended. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record IterationResult(
    @JsonPropertyDescription("Number of the iteration. 0 is the base model.") @Required int number,
    @JsonPropertyDescription(
            "Promoted: its candidate is the next opponent. Rejected: it is not. Failed: see condition"
                + " Failed.")
        Outcome.Result outcome,
    @JsonPropertyDescription("Digest of the opponent that it trained against.") @Size(max = 80)
        @Nullable String opponentDigest,
    @JsonPropertyDescription("Digest of its candidate.") @Size(max = 80)
        @Nullable String candidateDigest,
    @JsonPropertyDescription(
            "Share of evaluation images for which the candidate scores higher than the opponent,"
                + " by the first scorer; 0 to 1.")
        @Size(max = 16)
        @Nullable String winRate,
    @JsonPropertyDescription("Measurements of the candidate, by scorer.") @Size(max = 8)
        @Nullable List<Score> scores,
    @JsonPropertyDescription(
            "Displacement m_w - r_w at the end of the training: how much worse the candidate"
                + " denoises the real images than its opponent. Absent for Sft.")
        @Size(max = 24)
        @Nullable String displacement,
    @JsonPropertyDescription("Examples of the data set that its training read, each counted once.")
        @Nullable Integer examplesRead,
    @JsonPropertyDescription(
            "Images that were drawn for it, each counted once. Absent for Dpo and Sft.")
        @Nullable Integer imagesDrawn,
    @JsonPropertyDescription("When it began.") Instant startedAt,
    @JsonPropertyDescription("When it ended.") Instant finishedAt,
    @JsonPropertyDescription("Number of its Jobs, retries included.") int attempts,
    @JsonPropertyDescription("GPU-seconds that it took, useful and lost.") long gpuSeconds) {}
