package dev.spinrun.crds.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.spinrun.contract.schema.Formats;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A variable in the environment of the trainer. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Variable(
    @JsonPropertyDescription(
            "Name. Variables that control the trainer, the platform or a runtime are refused:"
                + " SPINRUN_*, AWS_*, HF_TOKEN, HF_ENDPOINT, proxies, JAVA options, PATH and the like.")
        @Required
        @Pattern("^[A-Za-z_][A-Za-z0-9_]*$")
        @Size(max = Formats.NAME_LENGTH)
        @ValidationRule(
            value =
                "!self.matches(r'^(SPINRUN_.*|AWS_.*|LD_.*|DJL_.*|PYTORCH_.*|SSL_CERT_.*"
                    + "|HF_TOKEN|HF_ENDPOINT|JOB_COMPLETION_INDEX|OMP_WAIT_POLICY|PATH|CLASSPATH"
                    + "|_JAVA_OPTIONS|JAVA_.*|JDK_JAVA_OPTIONS|(?i:(http|https|all|no)_proxy))$')",
            message =
                "this variable is not a run's to set: credentials come from"
                    + " spec.storage.credentialsSecret; hub, proxies and certificates from the"
                    + " operator's settings; the others from the operator")
        String name,
    @JsonPropertyDescription(
            "Value. Everyone who may read the run sees it, so do not put secrets here.")
        @Required
        @Size(max = 4096)
        String value) {}
