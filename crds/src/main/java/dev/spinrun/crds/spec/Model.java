package dev.spinrun.crds.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Model to start from. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Model(
    @JsonPropertyDescription(
            "Diffusers folder of a Stable Diffusion 1.x model: model_index.json, unet, vae,"
                + " text_encoder, tokenizer, scheduler; weights as safetensors.")
        @Required
        @Pattern(Formats.S3_URI)
        @Size(max = Formats.URI_LENGTH)
        String uri) {}
