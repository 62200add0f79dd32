package dev.spinrun.contract.plan;

/**
 * A promoted checkpoint that an iteration builds on or is compared with.
 *
 * @param iteration that made it; 0 is the base model
 * @param candidate key of its diffusers folder
 * @param candidateDigest digest of that folder's manifest
 * @param evaluation key of the folder of its measurements
 */
public record Predecessor(
    int iteration, String candidate, String candidateDigest, String evaluation) {}
