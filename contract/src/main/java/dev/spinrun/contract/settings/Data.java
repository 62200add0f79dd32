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
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Images and captions. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Data(
    @JsonPropertyDescription(
            "Folder of images with a metadata.jsonl (one JSON object per line with the fields"
                + " file_name and text), of WebDataset archives (*.tar), or of *.parquet tables: in a"
                + " bucket, s3://bucket/folder, or in a data set on Hugging Face's hub,"
                + " hf://datasets/owner/name@revision. Pairs for Dpo name the rejected image in"
                + " rejected_file_name, as key.rejected.jpg, or in the columns of Pick-a-Pic v2.")
        @Required
        @Pattern(Formats.DATA_URI)
        @Size(max = Formats.URI_LENGTH)
        String uri,
    @JsonPropertyDescription(
            "Side length in pixels: images are resized and cropped to it, and generated at it. A"
                + " multiple of 8 from 8 to 2048, default 512.")
        @Default("512")
        @Min(8)
        @Max(2048)
        @ValidationRule(value = "self % 8 == 0", message = "resolution must be a multiple of 8")
        int resolution,
    @JsonPropertyDescription(
            "Image column of Parquet tables. Absent: image, jpg, png, webp or image_bytes, or the"
                + " preferred one of jpg_0 and jpg_1.")
        @Size(min = 1, max = Formats.FIELD_LENGTH)
        @Nullable String imageField,
    @JsonPropertyDescription("Caption column of Parquet tables. Absent: caption, text or prompt.")
        @Size(min = 1, max = Formats.FIELD_LENGTH)
        @Nullable String captionField,
    @JsonPropertyDescription(
            "Maximum number of unusable examples to skip; beyond it the run fails and names them."
                + " 0 to 10000000, default 0.")
        @Default("0")
        @Min(0)
        @Max(10_000_000)
        int maxSkipped)
    implements Checked {
  /** What prepared data depends on, besides the content of the data set. */
  public String digested() {
    return String.join(
        "\t",
        Integer.toString(resolution),
        Objects.requireNonNullElse(imageField, ""),
        Objects.requireNonNullElse(captionField, ""));
  }

  @Override
  public void check(Problems problems) {
    problems.unless(!uri.isBlank(), "data.uri must not be empty");
    problems.unless(
        resolution % 8 == 0, "data.resolution must be a multiple of 8 (was %d)", resolution);
  }
}
