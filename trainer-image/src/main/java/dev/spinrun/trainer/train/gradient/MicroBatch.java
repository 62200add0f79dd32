package dev.spinrun.trainer.train.gradient;

import java.util.List;

/**
 * The inputs of one forward pass, in Java memory. Letters: N images (2 per example for pairs, all
 * preferred ones first), C channels, H height, W width, L tokens.
 *
 * @param noisy latents with noise, [N, C, H, W]
 * @param target what the model should predict, [N, C, H, W]
 * @param timesteps one per image
 * @param tokens L ids per example
 */
@SuppressWarnings("ArrayRecordComponent") // bulk numbers; the record is never compared
public record MicroBatch(
    int images, float[] noisy, float[] target, float[] timesteps, List<int[]> tokens) {}
