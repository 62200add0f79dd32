package dev.spinrun.crds.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** What is different in one iteration. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record IterationOverride(
    @JsonPropertyDescription("The iteration, 1 to 100. Others are not affected.")
        @Required
        @Min(1)
        @Max(100)
        int iteration,
    @JsonPropertyDescription("Fields of spec.generate that are different. Absent: none.")
        @Nullable GenerateOverride generate,
    @JsonPropertyDescription("Fields of spec.train that are different. Absent: none.")
        @Nullable TrainOverride train) {}
