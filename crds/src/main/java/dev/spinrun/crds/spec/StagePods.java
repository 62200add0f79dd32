package dev.spinrun.crds.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.spinrun.contract.schema.Formats;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** What Kubernetes alone needs of a stage: it may change at any time, and is in no plan. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record StagePods(
    @JsonPropertyDescription(
            "Maximum time that an iteration may spend in this stage, retries included, as hours,"
                + " minutes and seconds; beyond it the run fails. Time suspended or queued does not"
                + " count. Absent: no limit. May change at any time.")
        @Pattern(Formats.DURATION)
        @Size(min = 2, max = Formats.DURATION_LENGTH)
        @Nullable String activeDeadline,
    @JsonPropertyDescription(
            "Compute resources of each pod of this stage. A change takes effect with the next Job."
                + " Absent: none are requested.")
        @Nullable Resources resources,
    @JsonPropertyDescription(
            "Auto: fails at once without a GPU, if the image is built for one. Any: does without."
                + " Default Auto.")
        @Default("Auto")
        Device device) {
  /** What a stage computes on. */
  public enum Device {
    /** A GPU, if the image is built for one. */
    @JsonProperty("Auto")
    AUTO,
    /** A GPU if there is one. */
    @JsonProperty("Any")
    ANY
  }
}
