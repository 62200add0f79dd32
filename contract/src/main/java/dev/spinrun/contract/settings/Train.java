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
    @JsonPropertyDescription("Optimizer steps per iteration. 1 to 1000000, default 500.")
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
            "Examples per forward pass of a worker; gradients of several passes are accumulated."
                + " A smaller value takes less memory. 1 to 1024, default 8.")
        @Default("8")
        @Min(1)
        @Max(1024)
        int microBatchSize,
    @JsonPropertyDescription(
            "Pods that train together, each on its share of every batch; the loss does not depend"
                + " on their number. 1 to 64, default 1. All of them must run at the same time:"
                + " schedule them as a gang, or they wait for each other.")
        @Default("1")
        @Min(1)
        @Max(64)
        int workers,
    @JsonPropertyDescription(
            "Whether the backward pass recomputes each block of the network instead of keeping"
                + " its activations: a third more time for a fraction of the memory. Default false.")
        @Default("false")
        boolean gradientCheckpointing,
    @JsonPropertyDescription(
            "Trains low-rank adapters (LoRA, arXiv 2106.09685) on the UNet's attention only,"
                + " beside weights shared with the opponent, in far less memory. The candidate contains"
                + " them merged, and separately as pytorch_lora_weights.safetensors. Absent: every"
                + " weight is trained.")
        @SameInEveryIteration
        @Nullable Lora lora,
    @JsonPropertyDescription(
            "Precision in which the UNet computes: No (fp32), Fp16 (with loss scaling), Bf16, or Auto:"
                + " Bf16 on a GPU of compute capability 8.0 or newer, else No. Weights and moments are"
                + " always fp32. Default Auto.")
        @Default("Auto")
        @SameInEveryIteration
        MixedPrecision mixedPrecision,
    @JsonPropertyDescription(
            "Whether a GPU that repeats a training, or goes on with it, ends with the same bits: libtorch"
                + " then takes deterministic algorithms alone, which are slower. A CPU repeats itself"
                + " either way. Default false.")
        @Default("false")
        boolean deterministic,
    @JsonPropertyDescription("Learning rate after warm-up, above 0. Default \"0.00002\".")
        // Not 2e-5: many YAML writers leave its quotes out, and it comes back as a number.
        @Default("\"0.00002\"")
        @DecimalRange(above = "0")
        Decimal learningRate,
    @JsonPropertyDescription(
            "Schedule of the learning rate after warm-up: Constant, or decaying to 0 as Linear or"
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
            "Preference loss as a function of a pair's margin u. Sigmoid: softplus(-u), the"
                + " paper's. Hinge: max(0, 1 - u) (SLiC, arXiv 2305.10425). Ipo: (1 / (2 beta) - 2 u /"
                + " beta)^2 (arXiv 2310.12036). Has no effect for Sft. Default Sigmoid.")
        @Default("Sigmoid")
        Loss loss,
    @JsonPropertyDescription(
            "Noise of the two images of a pair, which always have the same timestep. Shared: the"
                + " same noise, as in the code of Diffusion-DPO; losses vary less. Independent:"
                + " separate noise, as in the equations of SPIN-Diffusion. Has no effect for Sft."
                + " Default Shared.")
        @Default("Shared")
        PairNoise pairNoise,
    @JsonPropertyDescription(
            "Whose images an iteration of Spin learns to reject. Latest: the opponent's. LastTwo:"
                + " one half the opponent's, the other half its predecessor's. Random: any earlier"
                + " opponent's, chosen per image. Default Latest.")
        @Default("Latest")
        Opponents opponents,
    @JsonPropertyDescription(
            "Weight of the preference loss on squared errors averaged over latent elements, above"
                + " 0. A larger value keeps the candidate closer to its opponent. Has no effect for"
                + " Sft. Default \"2000\".")
        @Default("\"2000\"")
        @DecimalRange(above = "0")
        Decimal beta,
    @JsonPropertyDescription(
            "Weight of the real image's denoising loss, which is added to the preference loss; 0"
                + " is the paper's loss. Default \"0\".")
        @Default("\"0\"")
        @DecimalRange(min = "0")
        Decimal sftWeight,
    @JsonPropertyDescription(
            "For method Sft: clamps the signal-to-noise ratio that weights an image's error, so"
                + " that no timestep outweighs the others (Min-SNR, arXiv 2303.09556, which uses 5)."
                + " Above 0. Absent: all timesteps have equal weight.")
        @DecimalRange(above = "0")
        @Nullable Decimal snrGamma,
    @JsonPropertyDescription(
            "Decay per step of the moving average of the weights, at least 0 and below 1. Above 0"
                + " the averaged weights are the iteration's result. Default \"0\".")
        @Default("\"0\"")
        @DecimalRange(min = "0", below = "1")
        Decimal ema,
    @JsonPropertyDescription(
            "Whether the decay of the moving average rises from 0, as (1 + s) / (10 + s) at step"
                + " s, up to ema, so that the initial weights are soon forgotten. Default false.")
        @Default("false")
        boolean emaWarmup,
    @JsonPropertyDescription(
            "Share of examples trained with the empty prompt, 0 to 1. Default \"0.2\".")
        @Default("\"0.2\"")
        @DecimalRange(min = "0", max = "1")
        Decimal promptDropout,
    @JsonPropertyDescription(
            "Optimizer steps between two checkpoints: the most that is lost with a pod. 1 to"
                + " 1000000, default 50.")
        @Default("50")
        @Min(1)
        @Max(1_000_000)
        @SameInEveryIteration
        int checkpointEverySteps,
    @JsonPropertyDescription(
            "Seed of data order, timesteps, noise and dropout. 0 to 2147483647, default 42.")
        @Default("42")
        @Min(0)
        @Max(Integer.MAX_VALUE)
        int seed)
    implements Checked {
  @Override
  public void check(Problems problems) {
    requireDivisibleBatch(workers, problems);
  }

  /**
   * For as many workers as there are.
   *
   * @throws IllegalArgumentException if they cannot share a batch without rest
   */
  public void requireDivisibleBatch(int workersThere) {
    Problems problems = new Problems();
    requireDivisibleBatch(workersThere, problems);
    problems.throwIfAny();
  }

  /** Examples that all steps together learn from; an example that is read twice counts twice. */
  public long examplesSeen() {
    return (long) steps * batchSize;
  }

  private void requireDivisibleBatch(int among, Problems problems) {
    problems.unless(
        batchSize % (microBatchSize * among) == 0,
        "train.batchSize must be a multiple of train.microBatchSize times train.workers (was %d, %d and %d)",
        batchSize,
        microBatchSize,
        among);
  }
}
