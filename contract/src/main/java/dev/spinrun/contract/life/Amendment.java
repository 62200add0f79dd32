package dev.spinrun.contract.life;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** In what a training that is repeated differs from the plan that its iteration began with. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Amendment(
    @JsonPropertyDescription("Revision of the plan that this one amends.") int ofRevision,
    @JsonPropertyDescription("Factor applied to the plan's learning rate.") @Size(max = 32)
        String learningRateFactor,
    @JsonPropertyDescription("Number added to the plan's seed.") int seedShift,
    @JsonPropertyDescription(
            "Training resumes from the newest checkpoint of this attempt or a later one. Absent:"
                + " it starts from the opponent.")
        @Nullable Integer continueFromAttempt) {
  /** Names of the fields of spec.train that differ. */
  public static final Set<String> CHANGES = Set.of("learningRate", "seed");
}
