package dev.spinrun.crds.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Stage that checks inputs and encodes the data set. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Prepare(
    @JsonPropertyDescription("Images encoded at a time. 1 to 1024, default 8.")
        @Default("8")
        @Min(1)
        @Max(1024)
        int batchSize,
    @JsonPropertyDescription(
            "The run fails when an iteration has been preparing for longer, retries included, as hours,"
                + " minutes and seconds. Does not count while suspended or queued. Absent: no"
                + " limit. May change at any time.")
        @Pattern(Formats.DURATION)
        @Size(min = 2, max = Formats.DURATION_LENGTH)
        @Nullable String activeDeadline,
    @JsonPropertyDescription(
            "Resources of the pod. A change holds from the next Job on. Absent: none are asked"
                + " for; it runs on the CPU.")
        @Nullable Resources resources) {}
