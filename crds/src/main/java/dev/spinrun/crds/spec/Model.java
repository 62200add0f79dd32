package dev.spinrun.crds.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.spinrun.contract.schema.Formats;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Model to start from. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "has(self.uri) != has(self.from)",
    message = "model needs either uri or from: name a diffusers folder, or an iteration of a run")
public record Model(
    @JsonPropertyDescription(
            "Diffusers folder of a Stable Diffusion 1.x or 2.x model (model_index.json, unet,"
                + " vae, text_encoder, tokenizer, scheduler; weights as safetensors or torch files): in"
                + " a bucket, s3://bucket/folder, or in a repository on Hugging Face's hub,"
                + " hf://owner/name@revision.")
        @Pattern(Formats.MODEL_URI)
        @Size(max = Formats.URI_LENGTH)
        @ValidationRule(
            value = "!self.startsWith('hf://datasets/')",
            message = "uri names a data set of the hub: a model is hf://owner/name@revision")
        @Nullable String uri,
    @JsonPropertyDescription(
            "Promoted checkpoint of another run to branch off from, instead of uri.")
        @Nullable ParentIteration from) {}
