package dev.spinrun.contract.settings;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.spinrun.contract.schema.Checked;
import dev.spinrun.contract.schema.Formats;
import dev.spinrun.contract.schema.Problems;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** The object store of a run. Its credentials come from the environment and are no setting. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Storage(
    @JsonPropertyDescription(
            "Bucket and prefix, s3://bucket/prefix. The run writes below"
                + " <uri>/<namespace>/<name>/<uid>; encoded data sets lie below <uri>/prepared and are"
                + " shared between runs.")
        @Required
        @Pattern(Formats.S3_FOLDER)
        @Size(max = Formats.URI_LENGTH)
        String uri,
    @JsonPropertyDescription(
            "URL of the S3 server, for example http://minio.minio:9000. Absent: AWS.")
        @Pattern(Formats.ENDPOINT)
        @Size(max = Formats.URI_LENGTH)
        @Nullable String endpoint,
    @JsonPropertyDescription("Region of the bucket, for example eu-central-1. Absent: us-east-1.")
        @Pattern("^[a-zA-Z0-9-]+$")
        @Size(max = Formats.LABEL_LENGTH)
        @Nullable String region)
    implements Checked {
  /** The URI without a slash at its end. */
  public String root() {
    return uri.replaceAll("/+$", "");
  }

  /** The URI of what lies at this key. */
  public String uriOf(String key) {
    return root() + "/" + key;
  }

  @Override
  public void check(Problems problems) {
    problems.unless(!uri.isBlank(), "storage.uri must not be empty");
  }
}
