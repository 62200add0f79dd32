package dev.spinrun.runstore.object;

/**
 * What a store says of an object without sending it.
 *
 * @param key relative to the store's root
 * @param size in bytes
 * @param etag changes whenever the content does
 * @param checksum what the store keeps of the content: a CRC-32C where it keeps one, else the etag;
 *     only {@link ObjectStore#head} fills it with a CRC
 */
public record ObjectInfo(String key, long size, String etag, String checksum) {}
