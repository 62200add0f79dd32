package dev.spinrun.crds.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** How a candidate learns. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    // The API server tries rules on the default {} before it fills in the fields' own defaults.
    value =
        "!has(self.batchSize) || !has(self.microBatchSize) || !has(self.workers)"
            + " || self.batchSize % (self.microBatchSize * self.workers) == 0",
    message =
        "train.batchSize must be a multiple of train.microBatchSize times train.workers: change one"
            + " of them")
public record Train(
    @JsonPropertyDescription("Optimizer steps of an iteration. 1 to 1000000, default 500.")
        @Default("500")
        @Min(1)
        @Max(1_000_000)
        int steps,
    @JsonPropertyDescription(
            "Examples per optimizer step, over all workers: pairs for Spin and Dpo, images for Sft. A"
                + " multiple of microBatchSize times workers, 1 to 65536, default 64.")
        @Default("64")
        @Min(1)
        @Max(65_536)
        int batchSize,
    @JsonPropertyDescription(
            "Examples per forward pass of a worker; the gradients of several passes are accumulated. Less"
                + " takes less memory. 1 to 1024, default 8.")
        @Default("8")
        @Min(1)
        @Max(1024)
        int microBatchSize,
    @JsonPropertyDescription(
            "Pods that train together, each its share of every batch; the loss does not depend on"
                + " their number. 1 to 64, default 1. They all start at once: schedule them as a"
                + " gang, or they wait for each other.")
        @Default("1")
        @Min(1)
        @Max(64)
        Integer workers,
    @JsonPropertyDescription(
            "The backward pass computes each block of the network again instead of keeping its"
                + " values: a third more time, a fraction of the memory. Default false.")
        @Default("false")
        boolean gradientCheckpointing,
    @JsonPropertyDescription(
            "Trains low-rank adapters (LoRA, arXiv 2106.09685) on the attention of the UNet alone,"
                + " beside weights that are shared with the opponent: far less memory. The candidate"
                + " has them merged, and in pytorch_lora_weights.safetensors. Absent: every weight"
                + " is trained.")
        @Nullable Lora lora,
    @JsonPropertyDescription(
            "Numbers in which the networks compute: No (fp32), Fp16 (with a scaled loss), or Bf16."
                + " Weights and moments are fp32 in any case. Default No.")
        @Default("No")
        MixedPrecision mixedPrecision,
    @JsonPropertyDescription("Learning rate after warm-up, above 0. Default \"0.00002\".")
        // Not 2e-5: many YAML writers leave its quotes out, and it comes back as a number.
        @Default("\"0.00002\"")
        @Pattern(Formats.DECIMAL)
        @Size(max = Formats.DECIMAL_LENGTH)
        @ValidationRule(value = "double(self) > 0.0", message = "learningRate must be above 0")
        String learningRate,
    @JsonPropertyDescription(
            "Course of the learning rate after warm-up: Constant, or falling to 0 as Linear or"
                + " Cosine. Default Linear.")
        @Default("Linear")
        Schedule schedule,
    @JsonPropertyDescription(
            "Optimizer steps over which the learning rate rises from 0. 0 to 1000000, default 0.")
        @Default("0")
        @Min(0)
        @Max(1_000_000)
        int warmupSteps,
    @JsonPropertyDescription(
            "Shape of the preference loss over the margin u of a pair. Sigmoid: softplus(-u), the"
                + " paper's. Hinge: max(0, 1 - u) (SLiC, arXiv 2305.10425). Ipo: (1 / (2 beta) - 2 u"
                + " / beta)^2 (arXiv 2310.12036). Without meaning for Sft. Default Sigmoid.")
        @Default("Sigmoid")
        Loss loss,
    @JsonPropertyDescription(
            "Noise of the two images of a pair, whose timestep is one. Shared: the same, as in the code"
                + " of Diffusion-DPO; losses vary less. Independent: one each, as in the equations of"
                + " SPIN-Diffusion. Without meaning for Sft. Default Shared.")
        @Default("Shared")
        PairNoise pairNoise,
    @JsonPropertyDescription(
            "Whose images an iteration of Spin learns to reject. Latest: the opponent's. LastTwo: half"
                + " of them the opponent's, half those of the one before. Random: each of any earlier"
                + " opponent's. Other than Latest needs retention.syntheticData Keep. Default"
                + " Latest.")
        @Default("Latest")
        Opponents opponents,
    @JsonPropertyDescription(
            "Weight of the preference loss on squared errors averaged over latent elements, above"
                + " 0. More keeps the candidate closer to its opponent. Without meaning for Sft."
                + " Default \"2000\".")
        @Default("\"2000\"")
        @Pattern(Formats.DECIMAL)
        @Size(max = Formats.DECIMAL_LENGTH)
        @ValidationRule(value = "double(self) > 0.0", message = "beta must be above 0")
        String beta,
    @JsonPropertyDescription(
            "Adds this many times the denoising loss of the real image to the preference loss; 0"
                + " is the paper's loss. Default \"0\".")
        @Default("\"0\"")
        @Pattern(Formats.DECIMAL)
        @Size(max = Formats.DECIMAL_LENGTH)
        String sftWeight,
    @JsonPropertyDescription(
            "Of method Sft: the error of an image counts by its signal-to-noise ratio, but at most"
                + " by this, so that timesteps do not outweigh each other (Min-SNR, arXiv"
                + " 2303.09556, which uses 5). Above 0. Absent: all timesteps count alike.")
        @Pattern(Formats.DECIMAL)
        @Size(max = Formats.DECIMAL_LENGTH)
        @ValidationRule(value = "double(self) > 0.0", message = "snrGamma must be above 0")
        @Nullable String snrGamma,
    @JsonPropertyDescription(
            "Decay per step of the averaged weights, at least 0 and below 1. Above 0 the averaged"
                + " weights are the iteration's result. Default \"0\".")
        @Default("\"0\"")
        @Pattern(Formats.DECIMAL)
        @Size(max = Formats.DECIMAL_LENGTH)
        @ValidationRule(value = "double(self) < 1.0", message = "ema must be below 1")
        String ema,
    @JsonPropertyDescription(
            "Lets the decay of the averaged weights rise from 0, as (1 + s) / (10 + s) at step s,"
                + " until it is ema: what the candidate began with is soon forgotten. Default"
                + " false.")
        @Default("false")
        boolean emaWarmup,
    @JsonPropertyDescription(
            "Share of examples trained with the empty prompt, 0 to 1. Default \"0.2\".")
        @Default("\"0.2\"")
        @Pattern(Formats.DECIMAL)
        @Size(max = Formats.DECIMAL_LENGTH)
        @ValidationRule(value = "double(self) <= 1.0", message = "promptDropout must be in 0..1")
        String promptDropout,
    @JsonPropertyDescription(
            "Optimizer steps between two checkpoints: at most so much is lost with a pod. 1 to"
                + " 1000000, default 50.")
        @Default("50")
        @Min(1)
        @Max(1_000_000)
        int checkpointEverySteps,
    @JsonPropertyDescription(
            "Seed of data order, timesteps, noise and dropout. 0 to 2147483647, default 42.")
        @Default("42")
        @Min(0)
        @Max(Integer.MAX_VALUE)
        int seed,
    @JsonPropertyDescription(
            "The run fails when an iteration has been training for longer, retries included, as hours,"
                + " minutes and seconds. Does not count while suspended or queued. Absent: no"
                + " limit. May change at any time.")
        @Pattern(Formats.DURATION)
        @Size(min = 2, max = Formats.DURATION_LENGTH)
        @Nullable String activeDeadline,
    @JsonPropertyDescription(
            "Resources of the pod. A change holds from the next Job on. Absent: none are asked"
                + " for.")
        @Nullable Resources resources) {
  /** Fills in what a schema of before these fields leaves open. */
  public Train {
    workers = workers == null ? 1 : workers;
    mixedPrecision = mixedPrecision == null ? MixedPrecision.NO : mixedPrecision;
    pairNoise = pairNoise == null ? PairNoise.SHARED : pairNoise;
    opponents = opponents == null ? Opponents.LATEST : opponents;
  }
}
