package dev.spinrun.crds.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A taint of nodes that the pods tolerate. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Toleration(
    @JsonPropertyDescription("Key of the taint. Absent: all keys; operator must be Exists then.")
        @Size(max = 316)
        @Nullable String key,
    @JsonPropertyDescription("Exists: any value of the key. Equal: the given value. Absent: Equal.")
        @Nullable Operator operator,
    @JsonPropertyDescription("Value of the taint, for Equal.") @Size(max = Formats.LABEL_LENGTH)
        @Nullable String value,
    @JsonPropertyDescription(
            "Effect of the taint: NoSchedule, PreferNoSchedule or NoExecute. Absent: all effects.")
        @Nullable Effect effect,
    @JsonPropertyDescription("Seconds for which NoExecute is tolerated. Absent: for ever.") @Min(0)
        @Nullable Long tolerationSeconds) {

  /** How key and value are compared. */
  public enum Operator {
    /** Any value. */
    @JsonProperty("Exists")
    EXISTS("Exists"),
    /** The same value. */
    @JsonProperty("Equal")
    EQUAL("Equal");

    private final String text;

    Operator(String text) {
      this.text = text;
    }

    /** The word that pods use. */
    public String text() {
      return text;
    }
  }

  /** What a taint does to pods that do not tolerate it. */
  public enum Effect {
    /** Keeps them away. */
    @JsonProperty("NoSchedule")
    NO_SCHEDULE("NoSchedule"),
    /** Keeps them away if it can. */
    @JsonProperty("PreferNoSchedule")
    PREFER_NO_SCHEDULE("PreferNoSchedule"),
    /** Removes them. */
    @JsonProperty("NoExecute")
    NO_EXECUTE("NoExecute");

    private final String text;

    Effect(String text) {
      this.text = text;
    }

    /** The word that pods use. */
    public String text() {
      return text;
    }
  }
}
