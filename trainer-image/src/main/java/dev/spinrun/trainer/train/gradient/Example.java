package dev.spinrun.trainer.train.gradient;

/**
 * One example of training.
 *
 * @param preferred scaled latent of the real image, row-major [C, H, W]
 * @param rejected scaled latent of the opponent's image in the same shape; empty if the objective
 *     has no pairs
 * @param tokens ids of the caption's tokens
 */
@SuppressWarnings("ArrayRecordComponent") // bulk numbers; the record is never compared
public record Example(float[] preferred, float[] rejected, int[] tokens) {}
