package dev.spinrun.crds.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Object store of a run. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Storage(
    @JsonPropertyDescription(
            "Bucket and prefix, s3://bucket/prefix. Everything of the run lies below"
                + " <uri>/<namespace>/<name>/<uid>; encoded data sets lie below <uri>/prepared and"
                + " are shared by runs.")
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
        @Nullable String region,
    @JsonPropertyDescription(
            "Name of a Secret in the run's namespace with the keys AWS_ACCESS_KEY_ID and"
                + " AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN for temporary credentials, and HF_TOKEN"
                + " for repositories on Hugging Face's hub that are not public. They must"
                + " be allowed to read and write storage.uri and to read model, data and evaluation"
                + " inputs. Absent: the identity that the platform gives to the pods and to the"
                + " operator.")
        @Pattern(Formats.OBJECT_NAME)
        @Size(max = Formats.NAME_LENGTH)
        @Nullable String credentialsSecret) {}
