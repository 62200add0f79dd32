package dev.spinrun.contract.plan;

/**
 * The iteration of another run that a run branched off from.
 *
 * @param candidate key of the diffusers folder that it started from, in the same store
 * @param candidateDigest digest of that folder's manifest
 */
public record Origin(Run run, int iteration, String candidate, String candidateDigest) {}
