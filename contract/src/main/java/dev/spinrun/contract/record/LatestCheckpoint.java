package dev.spinrun.contract.record;

/**
 * Points at the newest committed checkpoint of one attempt.
 *
 * @param planDigest plan that it belongs to: an attempt resumes only from checkpoints of its own
 *     plan
 * @param step optimizer steps done
 * @param manifestDigest digest of the checkpoint's manifest
 */
public record LatestCheckpoint(int schema, String planDigest, long step, String manifestDigest) {}
