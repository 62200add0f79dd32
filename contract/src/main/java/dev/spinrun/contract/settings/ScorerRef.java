package dev.spinrun.contract.settings;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.spinrun.contract.schema.Formats;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A judge of images, and where its weights lie. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ScorerRef(
    @JsonPropertyDescription("Kind of scorer. {values}") @Required ScorerName name,
    @JsonPropertyDescription("Folder of the scorer's weights and configuration.")
        @Required
        @Pattern(Formats.MODEL_URI)
        @Size(max = Formats.URI_LENGTH)
        @ValidationRule(
            value = "!self.startsWith('hf://datasets/')",
            message = "uri names a data set of the hub: a model is hf://owner/name@revision")
        String uri) {}
