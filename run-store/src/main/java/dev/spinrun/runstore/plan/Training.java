package dev.spinrun.runstore.plan;

import dev.spinrun.runstore.json.Defaulted;
import org.jspecify.annotations.Nullable;

/**
 * How the candidate learns. A plan may have no loss, which is the sigmoid one then, no pairNoise,
 * which is shared, no opponents, which is the latest one, no workers, which is one, no snrGamma, no
 * mixedPrecision, which is none, and no emaWarmup and gradientCheckpointing, which are false.
 * Defaults of the optimizer that no field names: AdamW with betas 0.9 and 0.999, weight decay 1e-2,
 * epsilon 1e-8, gradients clipped to norm 1 (DiffusionDPO's settings).
 *
 * @param steps optimizer steps
 * @param batchSize examples per optimizer step, over all workers: pairs for Spin and Dpo, images
 *     for Sft
 * @param microBatchSize examples per forward pass of a worker; gradients of several passes are
 *     accumulated
 * @param workers processes that train together
 * @param gradientCheckpointing whether the backward pass computes each block again instead of
 *     keeping its values
 * @param lora trains low-rank adapters alone; absent: every weight
 * @param mixedPrecision of the networks; weights and moments are fp32
 * @param learningRate per optimizer step, after warm-up
 * @param warmupSteps optimizer steps over which the learning rate rises from 0
 * @param loss shape of the preference loss
 * @param pairNoise whether the two images of a pair have the same noise
 * @param opponents whose images are rejected, of method Spin
 * @param beta weight of the preference loss on per-element means of squared errors
 * @param sftWeight adds this much of the denoising loss of the real image; 0 is the paper's loss
 * @param snrGamma of Sft, the most that an image counts by its signal-to-noise ratio; absent: all
 *     images count alike
 * @param emaDecay decay of the averaged weights per step; above 0 they are the result
 * @param emaWarmup whether that decay rises from 0 over the first steps
 * @param promptDropout share of examples trained with the empty prompt
 * @param checkpointEverySteps optimizer steps between two checkpoints
 * @param seed of data order, timesteps, noise and dropout
 */
public record Training(
    int steps,
    int batchSize,
    int microBatchSize,
    @Defaulted Integer workers,
    @Defaulted Boolean gradientCheckpointing,
    @Nullable Lora lora,
    @Defaulted MixedPrecision mixedPrecision,
    double learningRate,
    Schedule schedule,
    int warmupSteps,
    @Defaulted Loss loss,
    @Defaulted PairNoise pairNoise,
    @Defaulted Opponents opponents,
    double beta,
    double sftWeight,
    @Nullable Double snrGamma,
    double emaDecay,
    @Defaulted Boolean emaWarmup,
    double promptDropout,
    int checkpointEverySteps,
    long seed) {
  public Training {
    loss = loss == null ? Loss.SIGMOID : loss;
    pairNoise = pairNoise == null ? PairNoise.SHARED : pairNoise;
    opponents = opponents == null ? Opponents.LATEST : opponents;
    workers = workers == null ? 1 : workers;
    gradientCheckpointing = gradientCheckpointing != null && gradientCheckpointing;
    mixedPrecision = mixedPrecision == null ? MixedPrecision.NO : mixedPrecision;
    emaWarmup = emaWarmup != null && emaWarmup;
  }

  /** The same but for learning rate and seed. */
  public Training with(double otherLearningRate, long otherSeed) {
    return new Training(
        steps,
        batchSize,
        microBatchSize,
        workers,
        gradientCheckpointing,
        lora,
        mixedPrecision,
        otherLearningRate,
        schedule,
        warmupSteps,
        loss,
        pairNoise,
        opponents,
        beta,
        sftWeight,
        snrGamma,
        emaDecay,
        emaWarmup,
        promptDropout,
        checkpointEverySteps,
        otherSeed);
  }

  void check(Problems problems) {
    problems.unless(steps >= 1, "train.steps must be at least 1 (was %d)", steps);
    problems.unless(batchSize >= 1, "train.batchSize must be at least 1 (was %d)", batchSize);
    problems.unless(
        microBatchSize >= 1 && microBatchSize <= batchSize,
        "train.microBatchSize must be in 1..batchSize (was %d of %d)",
        microBatchSize,
        batchSize);
    problems.unless(workers >= 1, "train.workers must be at least 1 (was %d)", workers);
    problems.unless(
        microBatchSize < 1 || workers < 1 || batchSize % (microBatchSize * workers) == 0,
        "train.batchSize must be a multiple of train.microBatchSize times train.workers (was %d, %d and %d)",
        batchSize,
        microBatchSize,
        workers);
    problems.unless(
        lora == null || lora.rank() >= 1,
        "train.lora.rank must be at least 1 (was %s)",
        lora == null ? null : lora.rank());
    problems.unless(
        learningRate > 0 && Double.isFinite(learningRate),
        "train.learningRate must be above 0 (was %s)",
        learningRate);
    problems.unless(warmupSteps >= 0, "train.warmupSteps must be at least 0 (was %d)", warmupSteps);
    problems.unless(beta > 0 && Double.isFinite(beta), "train.beta must be above 0 (was %s)", beta);
    problems.unless(
        sftWeight >= 0 && Double.isFinite(sftWeight),
        "train.sftWeight must be at least 0 (was %s)",
        sftWeight);
    problems.unless(
        snrGamma == null || (snrGamma > 0 && Double.isFinite(snrGamma)),
        "train.snrGamma must be above 0 (was %s)",
        snrGamma);
    problems.unless(
        emaDecay >= 0 && emaDecay < 1,
        "train.ema must be at least 0 and below 1 (was %s)",
        emaDecay);
    problems.unless(
        promptDropout >= 0 && promptDropout <= 1,
        "train.promptDropout must be in 0..1 (was %s)",
        promptDropout);
    problems.unless(
        checkpointEverySteps >= 1,
        "train.checkpointEverySteps must be at least 1 (was %d)",
        checkpointEverySteps);
  }
}
