package dev.spinrun.crds.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.spinrun.contract.schema.Formats;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A promoted checkpoint of another run. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ParentIteration(
    @JsonPropertyDescription(
            "Name of a SpinRun in the same namespace. It must have the same storage.uri and"
                + " storage.endpoint, and must exist until this run has started.")
        @Required
        @Pattern(Formats.RUN_NAME)
        @Size(max = Formats.RUN_NAME_LENGTH)
        String run,
    @JsonPropertyDescription(
            "Iteration of that run, 0 to 100. This run waits until it is promoted.")
        @Required
        @Min(0)
        @Max(100)
        int iteration) {}
