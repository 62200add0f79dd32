package dev.spinrun.contract.settings;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.spinrun.contract.schema.Checked;
import dev.spinrun.contract.schema.Formats;
import dev.spinrun.contract.schema.Problems;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** How candidates are measured. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Evaluate(
    @JsonPropertyDescription(
            "File with one JSON object per line, whose field text is a prompt. Prefer prompts"
                + " that are not in the training data.")
        @Required
        @Pattern(Formats.S3_FILE)
        @Size(max = Formats.URI_LENGTH)
        String prompts,
    @JsonPropertyDescription(
            "Seed of the initial noise, which is the same in all iterations. 0 to 2147483647,"
                + " default 42.")
        @Default("42")
        @Min(0)
        @Max(Integer.MAX_VALUE)
        int seed,
    @JsonPropertyDescription(
            "Images generated for each prompt, each from its own noise. 1 to 64, default 1.")
        @Default("1")
        @Min(1)
        @Max(64)
        int imagesPerPrompt,
    @JsonPropertyDescription(
            "Pods that generate and score in parallel, each its share of the prompts. 1 to 256,"
                + " default 1.")
        @Default("1")
        @Min(1)
        @Max(256)
        int workers,
    @JsonPropertyDescription(
            "Models that score the images, each at most once. kubectl get shows the win rate by"
                + " the first one.")
        @Required
        @Size(min = 1, max = 8)
        List<ScorerRef> scorers)
    implements Checked {
  @Override
  public void check(Problems problems) {
    problems.unless(!prompts.isBlank(), "evaluate.prompts must not be empty");
    problems.unless(
        scorers.stream().map(ScorerRef::name).distinct().count() == scorers.size(),
        "evaluate.scorers must name each scorer once");
  }
}
