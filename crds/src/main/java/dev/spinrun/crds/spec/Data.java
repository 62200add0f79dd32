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
import io.fabric8.generator.annotation.ValidationRule;

/** Images and captions. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Data(
    @JsonPropertyDescription(
            "Folder with images and a metadata.jsonl, one JSON object a line with the fields"
                + " file_name and text.")
        @Required
        @Pattern(Formats.S3_URI)
        @Size(max = Formats.URI_LENGTH)
        String uri,
    @JsonPropertyDescription(
            "Side in pixels to which images are resized and cropped, and of the images drawn. A"
                + " multiple of 8 from 8 to 2048, default 512.")
        @Default("512")
        @Min(8)
        @Max(2048)
        @ValidationRule(value = "self % 8 == 0", message = "resolution must be a multiple of 8")
        int resolution) {}
