package dev.spinrun.crds.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How candidates are measured. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Evaluate(
    @JsonPropertyDescription(
            "File with one JSON object a line, its field text being a prompt. Prompts that are not"
                + " in the training data tell more.")
        @Required
        @Pattern(Formats.S3_FILE)
        @Size(max = Formats.URI_LENGTH)
        String prompts,
    @JsonPropertyDescription(
            "Seed of the initial noise: all iterations draw from the same. 0 to 2147483647, default"
                + " 42.")
        @Default("42")
        @Min(0)
        @Max(Integer.MAX_VALUE)
        int seed,
    @JsonPropertyDescription(
            "Images drawn for each prompt, each from its own noise. 1 to 64, default 1.")
        @Default("1")
        @Min(1)
        @Max(64)
        int imagesPerPrompt,
    @JsonPropertyDescription(
            "Pods that draw and score at the same time, each its share of the prompts. 1 to 256,"
                + " default 1.")
        @Default("1")
        @Min(1)
        @Max(256)
        int workers,
    @JsonPropertyDescription(
            "Judges of the images, each at most once. The first one's win rate is shown by kubectl"
                + " get.")
        @Required
        @Size(min = 1, max = 8)
        List<Scorer> scorers,
    @JsonPropertyDescription(
            "The run fails when an iteration has been evaluating for longer, retries included, as hours,"
                + " minutes and seconds. Does not count while suspended or queued. Absent: no"
                + " limit. May change at any time.")
        @Pattern(Formats.DURATION)
        @Size(min = 2, max = Formats.DURATION_LENGTH)
        @Nullable String activeDeadline,
    @JsonPropertyDescription(
            "Resources of each pod. A change holds from the next Job on. Absent: none are asked"
                + " for.")
        @Nullable Resources resources) {}
