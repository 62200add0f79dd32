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

/** How the candidate of one iteration learns; what is absent is as in spec.train. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record TrainOverride(
    @JsonPropertyDescription("As spec.train.steps.") @Min(1) @Max(1_000_000)
        @Nullable Integer steps,
    @JsonPropertyDescription("As spec.train.batchSize.") @Min(1) @Max(65_536)
        @Nullable Integer batchSize,
    @JsonPropertyDescription("As spec.train.microBatchSize.") @Min(1) @Max(1024)
        @Nullable Integer microBatchSize,
    @JsonPropertyDescription("As spec.train.workers.") @Min(1) @Max(64) @Nullable Integer workers,
    @JsonPropertyDescription("As spec.train.gradientCheckpointing.")
        @Nullable Boolean gradientCheckpointing,
    @JsonPropertyDescription("As spec.train.learningRate.")
        @Pattern(Formats.DECIMAL)
        @Size(max = Formats.DECIMAL_LENGTH)
        @ValidationRule(value = "double(self) > 0.0", message = "learningRate must be above 0")
        @Nullable String learningRate,
    @JsonPropertyDescription("As spec.train.schedule.") @Nullable Schedule schedule,
    @JsonPropertyDescription("As spec.train.warmupSteps.") @Min(0) @Max(1_000_000)
        @Nullable Integer warmupSteps,
    @JsonPropertyDescription("As spec.train.loss.") @Nullable Loss loss,
    @JsonPropertyDescription("As spec.train.pairNoise.") @Nullable PairNoise pairNoise,
    @JsonPropertyDescription("As spec.train.opponents.") @Nullable Opponents opponents,
    @JsonPropertyDescription("As spec.train.beta.")
        @Pattern(Formats.DECIMAL)
        @Size(max = Formats.DECIMAL_LENGTH)
        @ValidationRule(value = "double(self) > 0.0", message = "beta must be above 0")
        @Nullable String beta,
    @JsonPropertyDescription("As spec.train.sftWeight.")
        @Pattern(Formats.DECIMAL)
        @Size(max = Formats.DECIMAL_LENGTH)
        @Nullable String sftWeight,
    @JsonPropertyDescription("As spec.train.snrGamma.")
        @Pattern(Formats.DECIMAL)
        @Size(max = Formats.DECIMAL_LENGTH)
        @ValidationRule(value = "double(self) > 0.0", message = "snrGamma must be above 0")
        @Nullable String snrGamma,
    @JsonPropertyDescription("As spec.train.ema.")
        @Pattern(Formats.DECIMAL)
        @Size(max = Formats.DECIMAL_LENGTH)
        @ValidationRule(value = "double(self) < 1.0", message = "ema must be below 1")
        @Nullable String ema,
    @JsonPropertyDescription("As spec.train.emaWarmup.") @Nullable Boolean emaWarmup,
    @JsonPropertyDescription("As spec.train.promptDropout.")
        @Pattern(Formats.DECIMAL)
        @Size(max = Formats.DECIMAL_LENGTH)
        @ValidationRule(value = "double(self) <= 1.0", message = "promptDropout must be in 0..1")
        @Nullable String promptDropout,
    @JsonPropertyDescription("As spec.train.seed.") @Min(0) @Max(Integer.MAX_VALUE)
        @Nullable Integer seed) {

  /** These settings over those. */
  public Train over(Train all) {
    return new Train(
        or(steps, all.steps()),
        or(batchSize, all.batchSize()),
        or(microBatchSize, all.microBatchSize()),
        or(workers, all.workers()),
        or(gradientCheckpointing, all.gradientCheckpointing()),
        all.lora(),
        all.mixedPrecision(),
        or(learningRate, all.learningRate()),
        or(schedule, all.schedule()),
        or(warmupSteps, all.warmupSteps()),
        or(loss, all.loss()),
        or(pairNoise, all.pairNoise()),
        or(opponents, all.opponents()),
        or(beta, all.beta()),
        or(sftWeight, all.sftWeight()),
        snrGamma == null ? all.snrGamma() : snrGamma,
        or(ema, all.ema()),
        or(emaWarmup, all.emaWarmup()),
        or(promptDropout, all.promptDropout()),
        all.checkpointEverySteps(),
        or(seed, all.seed()),
        all.activeDeadline(),
        all.resources());
  }

  private static <T> T or(@Nullable T own, T other) {
    return own == null ? other : own;
  }
}
