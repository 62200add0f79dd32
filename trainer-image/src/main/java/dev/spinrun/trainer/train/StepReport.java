package dev.spinrun.trainer.train;

import dev.spinrun.trainer.loss.LossReport;

/**
 * What a step did.
 *
 * @param step 1-based number of the step
 * @param gradientNorm of all gradients before clipping
 * @param examplesPerSecond pairs for a preference objective, images otherwise
 * @param dataWaitSeconds how long the device waited for the batch
 */
public record StepReport(
    int step,
    LossReport loss,
    double gradientNorm,
    double learningRate,
    double examplesPerSecond,
    double dataWaitSeconds) {}
