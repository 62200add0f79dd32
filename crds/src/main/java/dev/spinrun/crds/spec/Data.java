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
import org.jspecify.annotations.Nullable;

/** Images and captions. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Data(
    @JsonPropertyDescription(
            "Folder of images with a metadata.jsonl, one JSON object a line with the fields"
                + " file_name and text; or of WebDataset archives (*.tar); or of *.parquet tables."
                + " Of a bucket, s3://bucket/folder, or of a repository on Hugging Face's hub,"
                + " hf://datasets/owner/name@revision. Pairs for Dpo name the other image in"
                + " rejected_file_name, as key.rejected.jpg, or in the columns of Pick-a-Pic v2.")
        @Required
        @Pattern(Formats.DATA_URI)
        @Size(max = Formats.URI_LENGTH)
        String uri,
    @JsonPropertyDescription(
            "Side in pixels to which images are resized and cropped, and of the images drawn. A"
                + " multiple of 8 from 8 to 2048, default 512.")
        @Default("512")
        @Min(8)
        @Max(2048)
        @ValidationRule(value = "self % 8 == 0", message = "resolution must be a multiple of 8")
        int resolution,
    @JsonPropertyDescription(
            "Column of images in parquet tables. Absent: image, jpg, png, webp or image_bytes, or the"
                + " preferred one of jpg_0 and jpg_1.")
        @Size(min = 1, max = Formats.FIELD_LENGTH)
        @Nullable String imageField,
    @JsonPropertyDescription(
            "Column of captions in parquet tables. Absent: caption, text or prompt.")
        @Size(min = 1, max = Formats.FIELD_LENGTH)
        @Nullable String captionField,
    @JsonPropertyDescription(
            "So many examples may be left out because image or caption cannot be used; one more, and"
                + " the run fails and names them. 0 to 10000000, default 0.")
        @Default("0")
        @Min(0)
        @Max(10_000_000)
        int maxSkipped) {}
