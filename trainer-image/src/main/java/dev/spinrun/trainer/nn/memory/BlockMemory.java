package dev.spinrun.trainer.nn.memory;

/**
 * What a block of a network needs, in bytes.
 *
 * @param light whether what is recorded of it stays even where other blocks are computed again
 * @param output of its result
 * @param kept of what its backward pass needs beside its inputs and its result
 * @param passing the most that is in use at one time of what no one keeps; the gradients of a
 *     backward pass take the same
 * @param alive of the results of all blocks, its own among them, that it or a later one reads
 * @param weights of the gradients of its weights
 */
record BlockMemory(
    String name, boolean light, long output, long kept, long passing, long alive, long weights) {}
