package dev.spinrun.contract.settings;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** Low-rank adapters (arXiv 2106.09685), trained instead of the weights. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Lora(
    @JsonPropertyDescription(
            "Inner dimension of an adapter's two matrices: a higher rank can learn more and takes"
                + " more memory. 1 to 1024, default 16.")
        @Default("16")
        @Min(1)
        @Max(1024)
        int rank) {}
