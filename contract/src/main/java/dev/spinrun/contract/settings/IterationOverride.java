package dev.spinrun.contract.settings;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spinrun.contract.schema.Overrides;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** What is different in one iteration. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record IterationOverride(
    @JsonPropertyDescription("Iteration that these settings are for, 1 to 100.")
        @Required
        @Min(1)
        @Max(100)
        int iteration,
    @JsonPropertyDescription("Fields of spec.generate to replace. Absent: none.")
        @Overrides(Generate.class)
        @Nullable ObjectNode generate,
    @JsonPropertyDescription("Fields of spec.train to replace. Absent: none.")
        @Overrides(Train.class)
        @Nullable ObjectNode train) {}
