package dev.spinrun.crds.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.spinrun.contract.schema.Formats;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compute resources of each pod of a stage. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Resources(
    @JsonPropertyDescription(
            "Maximum of each resource that a pod may use, by name: cpu, memory,"
                + " ephemeral-storage, nvidia.com/gpu. The number of threads follows cpu. Absent: no"
                + " limit.")
        @Size(max = 8)
        @ValidationRule(value = Resources.ARE_AMOUNTS, message = "limits" + Resources.NO_AMOUNTS)
        @Nullable Map<String, Quantity> limits,
    @JsonPropertyDescription(
            "What the scheduler reserves for a pod, by name. Absent: the same as the limits.")
        @Size(max = 8)
        @ValidationRule(value = Resources.ARE_AMOUNTS, message = "requests" + Resources.NO_AMOUNTS)
        @Nullable Map<String, Quantity> requests) {
  /** A pattern would cost more than the API server allows: an amount may be text of any length. */
  static final String ARE_AMOUNTS =
      "self.all(k, k.matches(r'"
          + Formats.RESOURCE_NAME
          + "') && isQuantity(string(self[k])) && !string(self[k]).startsWith('-'))";

  static final String NO_AMOUNTS =
      " must name resources like cpu, memory or nvidia.com/gpu, and amounts like 500m or 16Gi";
}
