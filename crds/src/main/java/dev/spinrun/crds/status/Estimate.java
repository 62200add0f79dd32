package dev.spinrun.crds.status;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** What a run takes as a whole, from the shapes of its model and its settings. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Estimate(
    @JsonPropertyDescription(
            "Images that are drawn, for the trainings and for the evaluations. Retries are not"
                + " counted.")
        long images,
    @JsonPropertyDescription("Operations of all stages in TFLOP, scorers and retries left out.")
        long teraflops,
    @JsonPropertyDescription("What the run leaves in the store, in GB of 1000000000 bytes.")
        long gigabytesStored,
    @JsonPropertyDescription(
            "GPU-hours: those that were used, and for the iterations that are left the speed of the"
                + " last one. Absent before iteration 1 has ended.")
        @Nullable Long gpuHours) {}
