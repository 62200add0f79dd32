package dev.spinrun.trainer.train.gradient;

/**
 * The inputs of one forward pass, in Java memory. Letters: N images (2 per example for pairs, all
 * preferred ones first), C channels, H height, W width, L tokens, D text width.
 *
 * @param noisy latents with noise, [N, C, H, W]
 * @param target what the model should predict, [N, C, H, W]
 * @param timesteps one per image
 * @param text [N, L, D]
 */
@SuppressWarnings("ArrayRecordComponent") // bulk numbers; the record is never compared
public record MicroBatch(
    int images, float[] noisy, float[] target, float[] timesteps, float[] text) {}
