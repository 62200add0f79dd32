package dev.spinrun.crds.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.spinrun.contract.schema.Formats;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A taint of nodes that the pods tolerate. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "has(self.key) || (has(self.operator) && self.operator == 'Exists')",
    message = "a toleration without key needs operator Exists")
@ValidationRule(
    value =
        "!has(self.operator) || self.operator != 'Exists' || !has(self.value) || self.value == ''",
    message = "a toleration with operator Exists has no value")
@ValidationRule(
    value = "!has(self.tolerationSeconds) || (has(self.effect) && self.effect == 'NoExecute')",
    message = "tolerationSeconds needs effect NoExecute")
@ValidationRule(
    value =
        "(!has(self.key) || self.key.matches(r'"
            + Formats.QUALIFIED_NAME
            + "')) && (!has(self.value) || self.value.matches(r'"
            + Formats.LABEL_VALUE
            + "'))",
    message = "a toleration has a key like example.com/key and a value like that of a label")
public record Toleration(
    @JsonPropertyDescription(
            "Key of the taint. Absent: all keys, which requires the operator Exists.")
        @Size(max = 316)
        @Nullable String key,
    @JsonPropertyDescription("Exists: any value of the key. Equal: the given value. Absent: Equal.")
        @Nullable Operator operator,
    @JsonPropertyDescription("Value of the taint, for Equal.") @Size(max = Formats.LABEL_LENGTH)
        @Nullable String value,
    @JsonPropertyDescription(
            "Effect of the taint: NoSchedule, PreferNoSchedule or NoExecute. Absent: all effects.")
        @Nullable Effect effect,
    @JsonPropertyDescription("Seconds for which NoExecute is tolerated. Absent: forever.") @Min(0)
        @Nullable Long tolerationSeconds) {

  /** How key and value are compared. */
  public enum Operator {
    /** The key exists, with any value. */
    @JsonProperty("Exists")
    EXISTS,
    /** The same value. */
    @JsonProperty("Equal")
    EQUAL
  }

  /** What a taint does to pods that do not tolerate it. */
  public enum Effect {
    /** Keeps them away. */
    @JsonProperty("NoSchedule")
    NO_SCHEDULE,
    /** Keeps them away if it can. */
    @JsonProperty("PreferNoSchedule")
    PREFER_NO_SCHEDULE,
    /** Pods that run on the node are removed. */
    @JsonProperty("NoExecute")
    NO_EXECUTE
  }
}
