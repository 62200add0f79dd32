package dev.spinrun.crds.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A variable in the environment of the trainer. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Variable(
    @JsonPropertyDescription(
            "Name. Those that the operator sets itself are refused: SPINRUN_*, the credentials and"
                + " OMP_WAIT_POLICY.")
        @Required
        @Pattern("^[A-Za-z_][A-Za-z0-9_]*$")
        @Size(max = Formats.NAME_LENGTH)
        @ValidationRule(
            value =
                "!self.startsWith('SPINRUN_') && !(self in ['AWS_ACCESS_KEY_ID',"
                    + " 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'HF_TOKEN', 'OMP_WAIT_POLICY'])",
            message =
                "this variable is set by the operator: give credentials by"
                    + " spec.storage.credentialsSecret, and leave the others out")
        String name,
    @JsonPropertyDescription(
            "Value. It is visible to all who may read the run: no place for secrets.")
        @Required
        @Size(max = 4096)
        String value) {}
