package dev.spinrun.crds.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.spinrun.contract.schema.Formats;
import dev.spinrun.contract.settings.Divergence;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;

/** What happens when a pod fails. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record FailurePolicy(
    @JsonPropertyDescription(
            "Retries per iteration after failures that are not the run's fault: preemption,"
                + " eviction, a lost node, an unreachable store. 0 to 400, default 10.")
        @Default("10")
        @Min(0)
        @Max(400)
        int infrastructureRetries,
    @JsonPropertyDescription(
            "Retries per iteration after any other failure, out of memory included. Configuration"
                + " errors and broken input data are never retried. 0 to 400, default 2.")
        @Default("2")
        @Min(0)
        @Max(400)
        int applicationRetries,
    @JsonPropertyDescription(
            "Time before the first retry, as hours, minutes and seconds like 1m30s. It doubles"
                + " with each failure of the iteration, up to 10m, and is shortened by up to a fifth at"
                + " random so that many runs do not retry at once. Default 10s.")
        @Default("10s")
        @Pattern(Formats.DURATION)
        @Size(min = 2, max = Formats.DURATION_LENGTH)
        String backoff,
    @JsonPropertyDescription("What happens when a training diverges.") @Default("{}")
        Divergence divergence) {}
