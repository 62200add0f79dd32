package dev.spinrun.contract.settings;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.spinrun.contract.json.Decimal;
import dev.spinrun.contract.schema.Checked;
import dev.spinrun.contract.schema.DecimalRange;
import dev.spinrun.contract.schema.Problems;
import dev.spinrun.contract.schema.SameInEveryIteration;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;

/** How images are drawn. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value =
        "!has(self.eta) || !has(self.sampler) || self.sampler == 'Ddim'"
            + " || double(self.eta) == 0.0",
    message =
        "generate.eta must be 0 unless generate.sampler is Ddim: no other sampler draws noise in its"
            + " steps; change one of them")
public record Generate(
    @JsonPropertyDescription(
            "Sampler. {values} The model's scheduler_config.json sets the timesteps that they visit."
                + " Default Ddim.")
        @Default("Ddim")
        @SameInEveryIteration
        Sampler sampler,
    @JsonPropertyDescription("Denoising steps per image. 1 to 1000, default 50.")
        @Default("50")
        @Min(1)
        @Max(1000)
        int steps,
    @JsonPropertyDescription(
            "Share of fresh noise in each step of Ddim, 0 to 1: 0 is deterministic, 1 is as"
                + " random as DDPM. Either way an image depends on its seed, prompt and number alone."
                + " Default \"0\".")
        @Default("\"0\"")
        @DecimalRange(min = "0", max = "1")
        @SameInEveryIteration
        Decimal eta,
    @JsonPropertyDescription(
            "Weight of classifier-free guidance, 1 to 100; 1 turns it off. Default \"7.5\".")
        @Default("\"7.5\"")
        @DecimalRange(min = "1", max = "100")
        Decimal guidanceScale,
    @JsonPropertyDescription("Images that each pod generates at a time. 1 to 1024, default 8.")
        @Default("8")
        @Min(1)
        @Max(1024)
        @SameInEveryIteration
        int batchSize,
    @JsonPropertyDescription(
            "Precision in which the UNet computes while images are drawn, for the training and for"
                + " the evaluation: No (fp32), Fp16, Bf16, or Auto: Bf16 on a GPU of compute capability"
                + " 8.0 or newer, else No. Text encoder, autoencoder and scorers compute in fp32."
                + " Default Auto.")
        @Default("Auto")
        @SameInEveryIteration
        MixedPrecision mixedPrecision,
    @JsonPropertyDescription(
            "Pods that generate in parallel, each its share of the images. 1 to 256,"
                + " default 1.")
        @Default("1")
        @Min(1)
        @Max(256)
        @SameInEveryIteration
        int workers,
    @JsonPropertyDescription(
            "Seed of the images' noise; a training that is repeated with another train.seed learns"
                + " from the same images. 0 to 2147483647, default 42.")
        @Default("42")
        @Min(0)
        @Max(Integer.MAX_VALUE)
        int seed,
    @JsonPropertyDescription(
            "Whether examples with the same caption share an image. Default false.")
        @Default("false")
        boolean perPrompt)
    implements Checked {
  /** Whether both draw the same images, whoever shares the work. */
  public boolean drawsSame(Generate other) {
    return sampler == other.sampler
        && steps == other.steps
        && eta.equals(other.eta)
        && guidanceScale.equals(other.guidanceScale)
        && mixedPrecision == other.mixedPrecision
        && seed == other.seed
        && perPrompt == other.perPrompt;
  }

  @Override
  public void check(Problems problems) {
    problems.unless(
        eta.value() == 0 || sampler == Sampler.DDIM,
        "generate.eta must be 0 unless generate.sampler is Ddim (was %s)",
        eta);
  }
}
