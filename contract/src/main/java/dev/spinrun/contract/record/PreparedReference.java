package dev.spinrun.contract.record;

/**
 * Names the prepared data set of a run.
 *
 * @param digest of the inputs: the key of the prepared data set
 * @param manifestDigest digest of its manifest
 * @param examples number of image and caption pairs
 */
public record PreparedReference(int schema, String digest, String manifestDigest, int examples) {}
