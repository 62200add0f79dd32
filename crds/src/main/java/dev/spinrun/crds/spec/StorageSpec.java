package dev.spinrun.crds.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.spinrun.contract.schema.Formats;
import dev.spinrun.contract.settings.Storage;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Object store of a run, and the Secret with its credentials. */
@JsonDeserialize(using = FlatDeserializer.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StorageSpec(
    @JsonUnwrapped Storage settings,
    @JsonPropertyDescription(
            "Name of a Secret in the run's namespace with the keys AWS_ACCESS_KEY_ID and"
                + " AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN for temporary credentials, and HF_TOKEN"
                + " for private repositories on Hugging Face's hub. The credentials must be allowed to"
                + " read and write storage.uri and to read model, data and evaluation inputs. Absent:"
                + " the identity that the platform gives to the pods and the operator.")
        @Pattern(Formats.OBJECT_NAME)
        @Size(max = Formats.NAME_LENGTH)
        @Nullable String credentialsSecret) {}
