package dev.spinrun.runstore.plan;

/**
 * Low-rank adapters on the attention of the UNet.
 *
 * @param rank inner dimension of the two matrices of an adapter
 */
public record Lora(int rank) {}
