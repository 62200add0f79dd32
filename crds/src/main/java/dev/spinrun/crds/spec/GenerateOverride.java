package dev.spinrun.crds.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** How images are drawn in one iteration; what is absent is as in spec.generate. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record GenerateOverride(
    @JsonPropertyDescription("As spec.generate.steps.") @Min(1) @Max(1000) @Nullable Integer steps,
    @JsonPropertyDescription("As spec.generate.guidanceScale.")
        @Pattern(Formats.DECIMAL)
        @Size(max = Formats.DECIMAL_LENGTH)
        @ValidationRule(
            value = "double(self) >= 1.0 && double(self) <= 100.0",
            message = "guidanceScale must be in 1..100; 1 draws without guidance")
        @Nullable String guidanceScale) {

  /** These settings over those. */
  public Generate over(Generate all) {
    return new Generate(
        all.sampler(),
        steps == null ? all.steps() : steps,
        all.eta(),
        guidanceScale == null ? all.guidanceScale() : guidanceScale,
        all.batchSize(),
        all.workers(),
        all.activeDeadline(),
        all.resources());
  }
}
